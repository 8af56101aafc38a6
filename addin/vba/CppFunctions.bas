Attribute VB_Name = "CppFunctions"
Option Explicit

' The worksheet functions. Each asks Python and gives its cells values or error values; a reason is kept for
' CPP_REASON. All but CPP_REASON are generated from cpp_scorecard.excel when the add-in is built.
'
' Only functions for cells are public here: whatever an ordinary module makes public, any cell can call.

Private mPython As New CppPython
Private mResults As New CppResults

Public Function CPP_REASON(cell)
Attribute CPP_REASON.VB_Description = "Why a scorecard function shows an error, in a sentence. Empty when the cell shows none."
Attribute CPP_REASON.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim reasons() As Variant
    Dim row As Long
    Dim column As Long
    On Error GoTo failed
    If TypeName(cell) <> "Range" Then
        CPP_REASON = "Give a cell, for example =CPP_REASON(B2)."
        Exit Function
    End If
    If cell.Rows.Count = 1 And cell.Columns.Count = 1 Then
        CPP_REASON = mResults.Reason(cell)
        Exit Function
    End If
    ReDim reasons(1 To cell.Rows.Count, 1 To cell.Columns.Count)
    For row = 1 To cell.Rows.Count
        For column = 1 To cell.Columns.Count
            reasons(row, column) = mResults.Reason(cell.Cells(row, column))
        Next column
    Next row
    CPP_REASON = reasons
    Exit Function
failed:
    CPP_REASON = CVErr(xlErrValue)
End Function

' The sentence for an error of the connection; empty for any other error, whose text is for programmers.
Private Function SentenceFor(ByVal number As Long, ByVal description As String) As String
    If mPython.IsSentence(number) Then SentenceFor = description
End Function
