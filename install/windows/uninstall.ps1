# 卸载绩效自评 JX：取走 Excel 加载项、配置和运行环境。装到别处的：uninstall.cmd -Folder C:\jixiao
param(
    [string]$Folder = (Join-Path $env:LOCALAPPDATA 'jixiao')
)
$ErrorActionPreference = 'Stop'
$Venv = Join-Path $Folder 'venv'
$Jx = Join-Path $Venv 'Scripts\jx.exe'

if (Get-Process -Name 'EXCEL' -ErrorAction SilentlyContinue) {
    Write-Host '请先保存并关闭所有 Excel 窗口，再双击 uninstall.cmd。' -ForegroundColor Red
    exit 2
}
if (-not (Test-Path -LiteralPath $Venv)) {
    Write-Host "$Folder 中没有安装本软件。装到别处的请写明：uninstall.cmd -Folder 文件夹" -ForegroundColor Red
    exit 2
}
if (Test-Path -LiteralPath $Jx) {
    & $Jx addin remove --excel --lang zh
    if ($LASTEXITCODE -ne 0) {
        Write-Host '加载项没有取走，运行环境保留。请按上面的提示处理后再试。' -ForegroundColor Red
        exit 2
    }
} else {
    Write-Host "没有 $Jx，请手工删除 XLSTART 文件夹中的 jx.xlam。" -ForegroundColor Yellow
}
Remove-Item -LiteralPath $Venv -Recurse -Force
if (@(Get-ChildItem -LiteralPath $Folder -Force).Count -eq 0) {
    Remove-Item -LiteralPath $Folder
    Write-Host "已删除 $Folder"
} else {
    Write-Host "已删除 $Venv；$Folder 中还有别的文件，保留。"
}
Write-Host '卸载完成。' -ForegroundColor Green
exit 0
