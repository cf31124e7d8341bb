@pushd "%~dp0" & set "PATH=%~dp0.;%~dp0..;%PATH%" & wellread serve --open & pause
