# 安装绩效自评 JX：不需要管理员权限，只写入当前用户的文件夹。
# 用法：双击 install.cmd；或 install.cmd -Folder C:\jixiao
# 同一文件夹中有 wheels 文件夹时离线安装，有 python 文件夹时使用其中的 Python。
param(
    [string]$Folder = (Join-Path $env:LOCALAPPDATA 'jixiao'),
    [switch]$NoExcel
)
$ErrorActionPreference = 'Stop'
$Here = $PSScriptRoot
$Venv = Join-Path $Folder 'venv'

function Stop-WithMessage([string]$Message) {
    Write-Host ''
    Write-Host $Message -ForegroundColor Red
    exit 2
}

# 一个命令是一个数组：程序，后面是它的参数，如 py.exe -3.12。
function Test-Python([string[]]$Command) {
    # PowerShell 5.1 把写到 stderr 的字当成错误，这里不能停。
    $ErrorActionPreference = 'Continue'
    # 应用商店的占位程序不是 Python：它打开商店页面；从商店装的 Python 不能被 Excel 启动。
    $Check = "import sys, sysconfig, venv, ensurepip; print((3, 11) <= sys.version_info[:2] <= (3, 13) and sysconfig.get_platform() == 'win-amd64' and 'WindowsApps' not in sys.base_prefix)"
    $Rest = @($Command | Select-Object -Skip 1) + @('-c', $Check)
    try {
        $Said = & $Command[0] $Rest 2>$null
        return ($LASTEXITCODE -eq 0) -and ("$Said".Trim() -eq 'True')
    } catch {
        return $false
    }
}

function Find-Python {
    $Candidates = @()
    $Beside = Join-Path $Here 'python\python.exe'
    if (Test-Path -LiteralPath $Beside) { $Candidates += , @($Beside) }
    if (Get-Command 'py.exe' -ErrorAction SilentlyContinue) {
        foreach ($Version in '3.13', '3.12', '3.11') { $Candidates += , @('py.exe', "-$Version") }
    }
    foreach ($Found in @(Get-Command 'python.exe' -All -ErrorAction SilentlyContinue)) {
        if ($Found.Source -notlike '*\WindowsApps\*') { $Candidates += , @($Found.Source) }
    }
    foreach ($Candidate in $Candidates) {
        if (Test-Python $Candidate) { return $Candidate }
    }
    return @()
}

function Invoke-Step([string]$What, [string]$Program, [string[]]$Words) {
    Write-Host $What
    & $Program @Words
    if ($LASTEXITCODE -ne 0) {
        Stop-WithMessage "失败：$What（退出码 $LASTEXITCODE）。请把以上文字发给提供本软件的人。"
    }
}

if (Get-Process -Name 'EXCEL' -ErrorAction SilentlyContinue) {
    Stop-WithMessage '请先保存并关闭所有 Excel 窗口，再双击 install.cmd。'
}
$Python = @(Find-Python)
if ($Python.Count -eq 0) {
    Stop-WithMessage @'
没有找到 64 位的 Python 3.11 到 3.13。请任选一种办法：
  1. 向提供本软件的人索取带 python 文件夹的安装包；
  2. 从 Python 官方网站下载 Windows 64 位安装程序（不需要管理员权限）；
     单位电脑也可以从“公司门户”或“软件中心”安装。
注意：应用商店里的 Python、精简版（embeddable）Python 不能用。装好后再双击 install.cmd。
'@
}
Write-Host "使用 $Python"

$VenvPython = Join-Path $Venv 'Scripts\python.exe'
if ((Test-Path -LiteralPath $VenvPython) -and (Test-Python @($VenvPython))) {
    Write-Host '1/4 运行环境已有'
} else {
    Invoke-Step '1/4 建立运行环境' $Python[0] (@($Python | Select-Object -Skip 1) + @('-m', 'venv', '--clear', $Venv))
}

# 在安装包里，依赖清单和软件在脚本旁边；在源代码里，清单由 bundle.py 写出，软件就是上两级的文件夹。
$Source = Split-Path (Split-Path $Here)
$Lock = Join-Path $Here 'requirements.txt'
$Package = @(Get-ChildItem -LiteralPath $Here -Filter 'jixiao-*.whl' | ForEach-Object { $_.FullName })
$Alone = @('--no-index')
if ($Package.Count -eq 0 -and (Test-Path -LiteralPath (Join-Path $Source 'pyproject.toml'))) {
    $Package = @($Source)
    $Alone = @()
    $Lock = Join-Path $Venv 'requirements.txt'
    Invoke-Step '读取依赖清单' $VenvPython @((Join-Path $Source 'install\bundle.py'), 'requirements', '-o', $Lock)
}
if ($Package.Count -ne 1 -or -not (Test-Path -LiteralPath $Lock)) {
    Stop-WithMessage "安装包不完整：$Here 中应有 requirements.txt 和一个 jixiao-*.whl"
}
$Wheels = Join-Path $Here 'wheels'
$Common = @('-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--quiet')
$Offline = @()
if (Test-Path -LiteralPath $Wheels) { $Offline = @('--no-index', '--find-links', $Wheels) }
Invoke-Step '2/4 安装依赖（核对哈希）' $VenvPython ($Common + $Offline + @('--require-hashes', '--only-binary', ':all:', '-r', $Lock))
Invoke-Step '3/4 安装本软件' $VenvPython ($Common + $Alone + @('--no-deps', '--force-reinstall', $Package[0]))

$Jx = Join-Path $Venv 'Scripts\jx.exe'
if ($NoExcel) {
    Write-Host "完成。命令在 $Jx"
    exit 0
}
Invoke-Step '4/4 安装 Excel 加载项' $Jx @('addin', 'install', '--excel', '--lang', 'zh')
Write-Host ''
Write-Host '检查本机：'
& $Jx doctor --lang zh
$Status = $LASTEXITCODE
if ($Status -eq 0) {
    Write-Host '安装完成，请打开 Excel。' -ForegroundColor Green
} else {
    Write-Host '已安装，但上面有缺失的项目，请按提示处理。' -ForegroundColor Yellow
}
Write-Host "命令在 $Jx；要卸载，双击 uninstall.cmd。"
exit $Status
