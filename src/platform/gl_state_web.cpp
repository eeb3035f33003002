// Questions to the browser that are answered without it.
#include "platform/gl.h"

/// What Dear ImGui's OpenGL backend asks before each frame, to leave the state as it was: each of these questions waits
/// until the graphics card has drawn everything before it, and nobody but the backend and GraphicsGl, which sets what
/// it needs, uses this context. cmake/imgui.cmake puts this function in glGetIntegerv's place.
extern "C" void hourglass_get_integer(GLenum name, GLint* value) {
  switch (name) {
    case GL_SCISSOR_BOX: value[0] = value[1] = value[2] = value[3] = 0; return;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA: *value = GL_ONE; return;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA: *value = GL_ZERO; return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA: *value = GL_FUNC_ADD; return;
    default: glGetIntegerv(name, value);
  }
}

/// SDL asks for functions by their names only where it looks for extensions, of which nothing here wants any. Asked by
/// name, all of OpenGL's would have to be there.
extern "C" void* eglGetProcAddress(const char*) { return nullptr; }
