Attribute VB_Name = "JixiaoServer"
Option Explicit
Option Private Module
' The way from a formula to Python and back, for every function of JixiaoFunctions.
'
' What a cell shows when Python could not be asked is an error of its own, never a number or a text:
'   #NAME?         Python did not answer, as if the add-in were missing; the diagnosis says why
'   #GETTING_DATA  the function wizard is open: nothing is computed until it is closed
' An error that Python gives is a whole number, ERROR_BASE + 2042 for #N/A; see udfs/worksheet.py.

Private Const ERROR_BASE As Long = -2146828288
Private Const ERROR_NO_ANSWER As Long = 2029
Private Const ERROR_WIZARD As Long = 2043
Private Const ERROR_AREAS As Long = 2015
Private Const PATIENCE_SECONDS As Long = 30

' XLPy reads its configuration again at every call: its object is kept.
Private server As Object
Private idleUntil As Date
Private unanswered As Boolean

Public Function JxCall(ByVal name As String, ByVal arguments As Variant) As Variant
    Dim kept As Boolean
    If JxWizardIsOpen() Then
        JxCall = JxUnanswered(ERROR_WIZARD)
        Exit Function
    End If
    ' Python that does not start takes its time: not once for every cell of a sheet.
    If Now < idleUntil Then
        JxCall = JxUnanswered(ERROR_NO_ANSWER)
        Exit Function
    End If
    kept = Not server Is Nothing
    On Error GoTo Failed
Ask:
    If server Is Nothing Then Set server = XLPy()
    JxCall = JxResult(server.CallUDF("udfs", name, arguments))
    Exit Function
Failed:
    If kept Then
        kept = False
        Set server = Nothing
        Resume Ask
    End If
    If server Is Nothing Then idleUntil = DateAdd("s", PATIENCE_SECONDS, Now)
    Set server = Nothing
    JxCall = JxUnanswered(ERROR_NO_ANSWER)
End Function

' Python was not asked: the cell is computed again whenever anything is, and not only when its arguments change.
Private Function JxUnanswered(ByVal number As Long) As Variant
    unanswered = True
    Application.Volatile True
    JxUnanswered = CVErr(number)
End Function

Public Sub JxTryAgain()
    idleUntil = 0
    If unanswered Then
        unanswered = False
        Application.Calculate
    End If
End Sub

' An argument as it goes to Python: a value, or the values of a range. A range of several areas is an error,
' since Excel would give the first of them and say nothing of the others.
Public Function JxGiven(ByRef given As Variant) As Variant
    If IsMissing(given) Then
        JxGiven = Empty
    ElseIf Not IsObject(given) Then
        JxGiven = given
    ElseIf given.Areas.Count > 1 Then
        JxGiven = CVErr(ERROR_AREAS)
    Else
        JxGiven = JxValues(given)
    End If
End Function

Public Function JxGivenAll(ByVal given As Variant) As Variant
    Dim values() As Variant
    Dim at As Long
    If UBound(given) < LBound(given) Then
        JxGivenAll = Array()
        Exit Function
    End If
    ReDim values(0 To UBound(given) - LBound(given))
    For at = 0 To UBound(values)
        values(at) = JxGiven(given(LBound(given) + at))
    Next at
    JxGivenAll = values
End Function

' Value says what is a date, but cuts money to four decimals; Value2 has the whole number.
Private Function JxValues(ByVal cells As Object) As Variant
    Dim values As Variant, numbers As Variant
    Dim row As Long, column As Long
    values = cells.Value
    numbers = cells.Value2
    If IsArray(values) Then
        For row = LBound(values, 1) To UBound(values, 1)
            For column = LBound(values, 2) To UBound(values, 2)
                If VarType(values(row, column)) = vbCurrency Then values(row, column) = numbers(row, column)
            Next column
        Next row
    ElseIf VarType(values) = vbCurrency Then
        values = numbers
    End If
    JxValues = values
End Function

Private Function JxResult(ByVal answer As Variant) As Variant
    Dim row As Long, column As Long
    If Not IsArray(answer) Then
        answer = JxCell(answer)
    ElseIf JxIsOneRow(answer) Then
        For column = LBound(answer) To UBound(answer)
            answer(column) = JxCell(answer(column))
        Next column
    Else
        For row = LBound(answer, 1) To UBound(answer, 1)
            For column = LBound(answer, 2) To UBound(answer, 2)
                answer(row, column) = JxCell(answer(row, column))
            Next column
        Next row
    End If
    JxResult = answer
End Function

Private Function JxCell(ByVal value As Variant) As Variant
    If VarType(value) = vbLong Then
        JxCell = CVErr(value - ERROR_BASE)
    Else
        JxCell = value
    End If
End Function

Private Function JxIsOneRow(ByVal answer As Variant) As Boolean
    Dim columns As Long
    On Error GoTo OneRow
    columns = UBound(answer, 2)
    Exit Function
OneRow:
    JxIsOneRow = True
End Function

' While the wizard is open Excel has no new workbook to offer.
Private Function JxWizardIsOpen() As Boolean
    On Error Resume Next
    JxWizardIsOpen = Not Application.CommandBars("Standard").Controls(1).Enabled
End Function
