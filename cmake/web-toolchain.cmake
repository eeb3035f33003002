# Emscripten's own toolchain file, from wherever tools/setup found or put the pinned version.
include(${CMAKE_CURRENT_LIST_DIR}/places.cmake)
set(EMSCRIPTEN_ROOT_PATH ${HOURGLASS_EMSCRIPTEN})
include(${HOURGLASS_EMSCRIPTEN}/cmake/Modules/Platform/Emscripten.cmake)
