@echo off
rem The same as packaging/run, for Windows: set Scoutsheet up and start its window.
setlocal
cd /d "%~dp0.."
if not exist .venv\Scripts\python.exe (
    echo Setting up Scoutsheet ^(once; about a minute^)
    py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" || (
        echo Scoutsheet needs Python 3.11 or newer. Get it from python.org, then start again.
        exit /b 1
    )
    py -3 -m venv .venv || exit /b 1
)
fc /b packaging\requirements.lock .venv\installed.lock >nul 2>&1 || (
    .venv\Scripts\python -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging\requirements.lock || exit /b 1
    .venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . || exit /b 1
    copy /y packaging\requirements.lock .venv\installed.lock >nul
)
if "%1"=="--setup-only" exit /b 0
start "" .venv\Scripts\pythonw -m app
