@pushd "%~dp0" & set "PATH=%~dp0.;%~dp0..;%PATH%" & wellread serve --open & (if errorlevel 9009 echo Install Wellread first, or put the program next to this file.) & pause
