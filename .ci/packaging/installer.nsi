; The installer for one user of a Windows PC: no administrator, no network, in Chinese.
;   /S            without a window      /D=FOLDER     another folder (last, without quotation marks)
; Exit codes: 0 done, 2 stopped by the user or a disk error, 3 the program is running, 4 not a Windows it runs on.
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

!define NAME "12345热线工单"
!define ID "hotline_desktop"
; Held by the running program (system/running.py).
!define MUTEX "Local\cn.xinhai.hotline"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
; Written by the program when it shall start with the PC (system/autostart.py).
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define RUN_NAME "hotline-desktop"
!define DATA "$LOCALAPPDATA\hotline_desktop"

Name "${NAME}"
BrandingText "${COMPANY}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID ${COMPRESSION}
SetCompressorDictSize 64
ManifestDPIAware true
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "CompanyName" "${COMPANY}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "木兰宽松许可证第2版"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "将把“${NAME}”${VERSION} 装到这台电脑上，只给当前用户使用，不需要管理员权限，也不需要互联网。$\r$\n$\r$\n如果以前装过，会换成这个版本，工单数据不受影响。$\r$\n$\r$\n请先关闭正在运行的热线工单，然后点“下一步”。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\hotline-desktop.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开热线工单"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将删除程序。工单数据不会删除，仍在：$\r$\n${DATA}$\r$\n（用 --data 另指文件夹的，在那个文件夹。）"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; Ends with code 3 while the program runs: by its mutex, and by Windows, which lets nobody write into a running program
; (another session of the same user).
!macro REFUSE_WHILE_RUNNING WHAT
  System::Call 'kernel32::OpenMutexW(i 0x00100000, i 0, w "${MUTEX}") p .r0'
  ${If} $0 P<> 0
    System::Call 'kernel32::CloseHandle(p r0)'
    StrCpy $1 "running"
  ${ElseIf} ${FileExists} "$INSTDIR\hotline-desktop.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\hotline-desktop.exe" a
    ${If} ${Errors}
      StrCpy $1 "running"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
  ${If} $1 == "running"
    MessageBox MB_OK|MB_ICONEXCLAMATION "热线工单正在运行，没有${WHAT}，程序没有改动。$\r$\n请先关闭热线工单，再${WHAT}一次。" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
!macroend

!macro STOP_UNFINISHED
  RMDir /r "$INSTDIR\_new"
  MessageBox MB_OK|MB_ICONSTOP "没有装完：写不进文件夹 $INSTDIR，可能是磁盘空间不够，或被安全软件拦下。$\r$\n原来的程序和工单数据没有改动。请处理后再装一次。" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "热线工单要用 64 位的 Windows 10（1809 以后）或 Windows 11，这台电脑装不了。没有改动任何文件。" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
FunctionEnd

Section
  !insertmacro REFUSE_WHILE_RUNNING "安装"
  ; The new program stands complete beside the old one before they change places.
  RMDir /r "$INSTDIR\_new"
  ClearErrors
  SetOutPath "$INSTDIR\_new"
  SetOverwrite try
  File /r "${FOLDER}/*"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    !insertmacro STOP_UNFINISHED
  ${EndIf}
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\hotline-desktop.exe"
  Delete "$INSTDIR\hotline.exe"
  ClearErrors
  Rename "$INSTDIR\_new\_internal" "$INSTDIR\_internal"
  Rename "$INSTDIR\_new\hotline-desktop.exe" "$INSTDIR\hotline-desktop.exe"
  Rename "$INSTDIR\_new\hotline.exe" "$INSTDIR\hotline.exe"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "没有装完：换不掉 $INSTDIR 里的旧文件。工单数据没有改动。$\r$\n请重新启动电脑，再装一次。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  RMDir "$INSTDIR\_new"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortCut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\hotline-desktop.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}\卸载.lnk" "$INSTDIR\uninstall.exe"
  CreateShortCut "$DESKTOP\${NAME}.lnk" "$INSTDIR\hotline-desktop.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\hotline-desktop.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "${COMPANY}"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section Uninstall
  !insertmacro REFUSE_WHILE_RUNNING "卸载"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\_new"
  Delete "$INSTDIR\hotline-desktop.exe"
  Delete "$INSTDIR\hotline.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$DESKTOP\${NAME}.lnk"
  RMDir /r "$SMPROGRAMS\${NAME}"
  DeleteRegKey HKCU "${KEY}"
  ; What starts this program with the PC; not another copy of it. The path may stand in quotation marks.
  ReadRegStr $0 HKCU "${RUN}" "${RUN_NAME}"
  StrLen $1 "$INSTDIR\hotline-desktop.exe"
  StrCpy $2 $0 $1
  StrCpy $3 $0 $1 1
  ${If} $2 == "$INSTDIR\hotline-desktop.exe"
  ${OrIf} $3 == "$INSTDIR\hotline-desktop.exe"
    DeleteRegValue HKCU "${RUN}" "${RUN_NAME}"
  ${EndIf}
  ${If} ${FileExists} "${DATA}\*.*"
    MessageBox MB_OK|MB_ICONINFORMATION "程序已删除。工单数据没有删除，仍在：$\r$\n${DATA}" /SD IDOK
  ${EndIf}
SectionEnd
