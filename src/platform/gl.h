// OpenGL's functions under one include: WebGL 2 is OpenGL ES 3.0, and what we use of it is in desktop OpenGL 3.3 too.
#pragma once

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
#define GL_GLEXT_PROTOTYPES 1
#include <GL/gl.h>
#include <GL/glext.h>
#endif
