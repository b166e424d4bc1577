Attribute VB_Name = "JixiaoText"
Option Explicit
Option Private Module
' VBA source knows the letters of one code page only: every text that a user reads stands in a sheet of the add-in,
' its key in the first column. A workbook that holds these modules without the sheet shows the English text.

Public Const TEXT_SHEET As String = "text"

Public Function JxText(ByVal key As String, ByVal english As String) As String
    Dim row As Long
    JxText = english
    On Error GoTo NoSheet
    row = JxTextRow(key)
    If row > 0 Then JxText = ThisWorkbook.Worksheets(TEXT_SHEET).Cells(row, 2).Value
NoSheet:
End Function

Private Function JxTextRow(ByVal key As String) As Long
    Dim row As Long
    With ThisWorkbook.Worksheets(TEXT_SHEET)
        row = 1
        Do While .Cells(row, 1).Value <> ""
            If .Cells(row, 1).Value = key Then
                JxTextRow = row
                Exit Function
            End If
            row = row + 1
        Loop
    End With
End Function
