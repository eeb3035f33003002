# Dear ImGui from its source: hourglass_imgui (no screen needed: the studio and its tests) and hourglass_imgui_backends
# (SDL2 and OpenGL 3 / ES 3: the platform).
if(NOT TARGET hourglass_window)
  return()
endif()
set(imgui ${HOURGLASS_SOURCES}/imgui)

add_library(hourglass_imgui STATIC ${imgui}/imgui.cpp ${imgui}/imgui_draw.cpp ${imgui}/imgui_tables.cpp
                                   ${imgui}/imgui_widgets.cpp)
target_include_directories(hourglass_imgui SYSTEM PUBLIC ${imgui})
target_compile_definitions(hourglass_imgui PUBLIC IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_DEMO_WINDOWS
                                                  IMGUI_DISABLE_DEBUG_TOOLS)
target_link_libraries(hourglass_imgui PRIVATE hourglass_machine)

add_library(hourglass_imgui_backends STATIC ${imgui}/backends/imgui_impl_sdl2.cpp ${imgui}/backends/imgui_impl_opengl3.cpp)
target_include_directories(hourglass_imgui_backends SYSTEM PUBLIC ${imgui}/backends)
target_link_libraries(hourglass_imgui_backends PUBLIC hourglass_imgui hourglass_window PRIVATE hourglass_machine)
if(EMSCRIPTEN)
  target_compile_definitions(hourglass_imgui_backends PUBLIC IMGUI_IMPL_OPENGL_ES3
                             PRIVATE glGetIntegerv=hourglass_get_integer) # see src/platform/gl_state_web.cpp
endif()
