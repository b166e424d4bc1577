Option Explicit

Private Sub Workbook_Open()
    JxDescribe
End Sub
