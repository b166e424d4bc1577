Attribute VB_Name = "JixiaoRibbon"
Option Explicit
' The buttons of the ribbon: each runs one command of addin/commands.

Private Const NEW_FORM As String = "jxNew_"

Public Sub JxCheckSheet(ByVal control As IRibbonControl)
    JxRun "check_sheet"
End Sub

Public Sub JxCheckBook(ByVal control As IRibbonControl)
    JxRun "check_book"
End Sub

Public Sub JxClearMarks(ByVal control As IRibbonControl)
    JxRun "clear_marks"
End Sub

Public Sub JxRecompute(ByVal control As IRibbonControl)
    JxRun "recompute"
End Sub

Public Sub JxUndo(ByVal control As IRibbonControl)
    JxRun "undo"
End Sub

Public Sub JxInsertRow(ByVal control As IRibbonControl)
    JxRun "insert_row"
End Sub

Public Sub JxNewForm(ByVal control As IRibbonControl, ByVal id As String, ByVal index As Integer)
    JxRun "new_form", Mid$(id, Len(NEW_FORM) + 1)
End Sub

Public Sub JxSubmission(ByVal control As IRibbonControl)
    JxRun "submission"
End Sub

Public Sub JxExplainCell(ByVal control As IRibbonControl)
    JxRun "explain_cell"
End Sub

Public Sub JxDiagnose(ByVal control As IRibbonControl)
    JxRun "diagnose"
End Sub

Private Sub JxRun(ByVal command As String, Optional ByVal argument As String = "")
    Dim code As String
    If ActiveWorkbook Is Nothing Then
        MsgBox JxText("no workbook", "Open or create a workbook first."), vbExclamation
        Exit Sub
    End If
    code = "from addin import commands; commands.run('" & command & "'"
    If argument <> "" Then code = code & ", '" & argument & "'"
    On Error GoTo Failed
    JxTryAgain
    If RunPython(code & ")") = -1 Then JxNotRun ""
    Exit Sub
Failed:
    JxNotRun Err.Description
End Sub

Private Sub JxNotRun(ByVal reason As String)
    Dim message As String
    message = JxText("not run", "The command did not run: Python did not start or broke off. " & _
        "Run the diagnosis, jx doctor, and start Excel again.")
    If reason <> "" Then message = message & vbCrLf & vbCrLf & reason
    MsgBox message, vbExclamation
End Sub
