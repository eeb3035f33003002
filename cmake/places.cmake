# Where tools/setup put the libraries and the compiler for the web. One small generated file says it, whatever the build
# folder is, so that `cmake --preset ...` needs no variable of the shell.
set(places ${CMAKE_CURRENT_LIST_DIR}/../build/places.cmake)
if(NOT EXISTS ${places})
  message(FATAL_ERROR "Nothing is set up yet: run tools/setup (or tools/serve, tools/test), then configure again.")
endif()
include(${places})
