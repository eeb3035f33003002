// The engine module: what its worker's TypeScript (web/src/engine/engine-worker.ts) calls. Every function takes the
// bridge that engine_open returned.
#include <emscripten.h>

#include "platform/engine_bridge_web.h"

using hourglass::EngineBridge;

extern "C" {

EMSCRIPTEN_KEEPALIVE EngineBridge* engine_open(int threads, double snapshot_bytes_per_second) {
  return new EngineBridge(threads, snapshot_bytes_per_second);
}
EMSCRIPTEN_KEEPALIVE void engine_hear(EngineBridge* bridge) { bridge->hear(); }
EMSCRIPTEN_KEEPALIVE bool engine_work(EngineBridge* bridge) { return bridge->work(); }
EMSCRIPTEN_KEEPALIVE void engine_close(EngineBridge* bridge) { delete bridge; }

}  // extern "C"
