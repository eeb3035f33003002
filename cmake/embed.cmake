# hourglass_embed(TARGET FILE SYMBOL): the text of FILE as `const char SYMBOL[]` in namespace hourglass, compiled into
# TARGET. Done when CMake runs, which it does again whenever the file changes.
function(hourglass_embed target file symbol)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} EMBEDDED_TEXT)
  set(EMBEDDED_SYMBOL ${symbol})
  set(source ${PROJECT_BINARY_DIR}/generated/${symbol}.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/embedded.cpp.in ${source} @ONLY)
  target_sources(${target} PRIVATE ${source})
endfunction()
