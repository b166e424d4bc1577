Attribute VB_Name = "JixiaoHelp"
Option Explicit
' What the function wizard says of every function, from the add-in's sheet: name, description, arguments.
' Excel may refuse to describe the functions of a hidden workbook, which an add-in is: it is shown while that is done.

Private trouble As String

Public Sub JxDescribe()
    trouble = ""
    On Error GoTo Hidden
    JxDescribeAll
    ThisWorkbook.Saved = True
    Exit Sub
Hidden:
    Resume Show
Show:
    On Error GoTo Failed
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False
    JxDescribeAll
Hide:
    On Error Resume Next
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
    Application.ScreenUpdating = True
    Exit Sub
Failed:
    trouble = Err.Number & " " & Err.Description
    Resume Hide
End Sub

' For the diagnosis: why the functions have no description; "" where they have.
Public Function JxDescribeTrouble() As String
    JxDescribeTrouble = trouble
End Function

Private Sub JxDescribeAll()
    Dim row As Long, column As Long
    Dim arguments() As Variant
    Dim category As String
    category = JxText("category", "JX")
    With ThisWorkbook.Worksheets(TEXT_SHEET)
        row = 1
        Do While .Cells(row, 1).Value <> ""
            If Left$(.Cells(row, 1).Value, 3) = "JX_" Then
                column = 3
                Do While .Cells(row, column).Value <> ""
                    ReDim Preserve arguments(0 To column - 3)
                    arguments(column - 3) = .Cells(row, column).Value
                    column = column + 1
                Loop
                Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & .Cells(row, 1).Value, _
                    Description:=.Cells(row, 2).Value, Category:=category, ArgumentDescriptions:=arguments
                Erase arguments
            End If
            row = row + 1
        Loop
    End With
End Sub
