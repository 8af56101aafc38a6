Attribute VB_Name = "CppRibbon"
Option Explicit

' The callbacks of the ribbon tab. Every button comes through one of them, which hands the button's id to
' cpp_scorecard.excel.ribbon in Python; what a button does is not known here.
'
' Values travel to Python as values: no Python text is put together, so no name of a workbook can break or bend it.

Private Const ADDIN_VERSION As String = "@ADDIN_VERSION@"
Private Const TITLE As String = "@TITLE@"
Private Const ACTIONS As String = "cpp_scorecard.excel.ribbon"
Private Const NO_WORKBOOK As String = "Open the indicator workbook first, then choose the button again. A workbook in Protected View has to be opened for editing."
Private Const NOT_FINISHED As String = "The scorecard could not finish this. Choose the button again; if it happens again, send the version (button Version) and what you did to whoever looks after the scorecard."

Private mRibbon As IRibbonUI
Private mEvents As CppRibbonEvents
Private mPython As New CppPython
Private mMonths As New CppMonths

' onLoad
Public Sub RibbonLoaded(ribbon As IRibbonUI)
    Dim help As New CppFunctionHelp
    On Error Resume Next
    Set mRibbon = ribbon
    Set mEvents = New CppRibbonEvents
    mEvents.Listen Application, ribbon
    help.Register
    On Error GoTo 0
End Sub

' onAction of every button
Public Sub ButtonPressed(control As IRibbonControl)
    Act control.ID, control.Tag, ""
End Sub

' onAction of the list of months
Public Sub MonthChosen(control As IRibbonControl, id As String, index As Integer)
    On Error GoTo failed
    If ActiveWorkbook Is Nothing Then
        Tell NO_WORKBOOK
    ElseIf mMonths.AsksForTheList(ActiveWorkbook, index) Then
        ListMonths
    Else
        mMonths.Choose ActiveWorkbook, mMonths.Choice(ActiveWorkbook, index)
        Act control.ID, control.Tag, mMonths.Choice(ActiveWorkbook, index)
    End If
    Redraw
    Exit Sub
failed:
    Tell SentenceFor(Err.Number, Err.Description)
End Sub

' getItemCount
Public Sub MonthCount(control As IRibbonControl, ByRef count)
    On Error Resume Next
    count = 1
    count = mMonths.Count(ActiveWorkbook)
    On Error GoTo 0
End Sub

' getItemID
Public Sub MonthId(control As IRibbonControl, index As Integer, ByRef id)
    id = "month_" & index
End Sub

' getItemLabel
Public Sub MonthLabel(control As IRibbonControl, index As Integer, ByRef label)
    On Error Resume Next
    label = ""
    label = mMonths.Label(ActiveWorkbook, index)
    On Error GoTo 0
End Sub

' getSelectedItemIndex
Public Sub MonthSelected(control As IRibbonControl, ByRef index)
    On Error Resume Next
    index = 0
    index = mMonths.Selected(ActiveWorkbook)
    On Error GoTo 0
End Sub

Private Sub Act(ByVal action As String, ByVal tag As String, ByVal choice As String)
    Dim python As Object
    Dim answer As Object
    Dim said As String
    Dim wishes() As String
    On Error GoTo failed
    wishes = Split(tag & "||", "|")
    If wishes(0) = "workbook" And ActiveWorkbook Is Nothing Then
        Tell NO_WORKBOOK
        Exit Sub
    End If
    said = Say(wishes(1))
    Set python = Connected()
    Set answer = python.Call(python.Module(ACTIONS), "run", python.Tuple((action), ADDIN_VERSION, (choice)))
    If wishes(2) = "months" Then
        mMonths.Forget ActiveWorkbook
        Redraw
    End If
    Unsay said
    Exit Sub
failed:
    Tell SentenceFor(Err.Number, Err.Description)
    Unsay said
End Sub

Private Sub ListMonths()
    Dim python As Object
    Dim said As String
    On Error GoTo failed
    said = Say("Reading the months")
    Set python = Connected()
    mMonths.Fill ActiveWorkbook, python.Var(python.Call(python.Module(ACTIONS), "months"))
    Unsay said
    Exit Sub
failed:
    Tell SentenceFor(Err.Number, Err.Description)
    Unsay said
End Sub

' Python, told which Excel the officer is in by a workbook of it. The workbook is handed over, never its name.
Private Function Connected() As Object
    Dim python As Object
    Dim book As Workbook
    Set python = mPython.Server
    Set book = ActiveWorkbook
    If book Is Nothing Then Set book = ThisWorkbook
    python.SetAttr python.Module("xlwings._xlwindows"), "BOOK_CALLER", book
    Set Connected = python
End Function

Private Function Say(ByVal doing As String) As String
    Say = TITLE & ": " & doing & " ..."
    Application.StatusBar = Say
End Function

' Clears the status bar unless Python has put something there that should stay.
Private Sub Unsay(ByVal said As String)
    On Error Resume Next
    If CStr(Application.StatusBar) = said Then Application.StatusBar = False
    On Error GoTo 0
End Sub

Private Sub Tell(ByVal sentence As String)
    MsgBox sentence, vbExclamation, TITLE
End Sub

Private Sub Redraw()
    On Error Resume Next
    mRibbon.InvalidateControl "as_of"
    On Error GoTo 0
End Sub

Private Function SentenceFor(ByVal number As Long, ByVal description As String) As String
    SentenceFor = NOT_FINISHED
    If mPython.IsSentence(number) Then SentenceFor = description
End Function
