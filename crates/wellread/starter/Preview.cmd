@pushd "%~dp0" & set "PATH=%~dp0.;%~dp0..;%PATH%" & where /q wellread & (if errorlevel 1 (echo Install Wellread first, or put the program beside this file.) else wellread serve --open) & pause
