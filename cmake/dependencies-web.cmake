# The web's libraries: static, from the prefix that tools/setup built; one flavour for one thread, one for a pool.
if(HOURGLASS_THREADS)
  set(library_folder ${HOURGLASS_WEB_PREFIX}/lib-threads)
else()
  set(library_folder ${HOURGLASS_WEB_PREFIX}/lib)
endif()

add_library(hourglass_web_headers INTERFACE)
target_include_directories(hourglass_web_headers SYSTEM INTERFACE ${HOURGLASS_WEB_PREFIX}/include)

function(web_library name file)
  add_library(${name} INTERFACE IMPORTED GLOBAL)
  target_link_libraries(${name} INTERFACE ${library_folder}/lib${file}.a ${ARGN} hourglass_web_headers)
endfunction()

web_library(ZLIB::ZLIB z)
web_library(hourglass_xz lzma)
web_library(hourglass_spng spng ZLIB::ZLIB)
web_library(hourglass_zstd zstd)
web_library(hourglass_jpeg jpeg)
web_library(hourglass_webp webpdecoder)
web_library(hourglass_gif gif)

foreach(header_only Eigen3::Eigen nlohmann_json::nlohmann_json)
  add_library(${header_only} INTERFACE IMPORTED GLOBAL)
  target_link_libraries(${header_only} INTERFACE hourglass_web_headers)
endforeach()

# Threads, where there are any, are a flag of every file (flags-web.cmake).
add_library(Threads::Threads INTERFACE IMPORTED GLOBAL)

if(NOT HOURGLASS_THREADS)
  web_library(hourglass_window SDL2)
  target_include_directories(hourglass_window SYSTEM INTERFACE ${HOURGLASS_WEB_PREFIX}/include/SDL2)
  # Nothing drawn here wants an extension, and to ask for all of them takes the page's first picture tens of milliseconds.
  # Who still asks for a function by its name: src/platform/gl_state_web.cpp.
  target_link_options(hourglass_window INTERFACE -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
                                                 -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0 -sGL_ENABLE_GET_PROC_ADDRESS=0)
endif()
