// The engine module: what its worker (web/src/engine/engine-worker.ts) calls: the ENGINE_FUNCTIONs of
// platform/bridge.def, where each is described.
#include <emscripten.h>

#include "platform/engine_bridge_web.h"

using hourglass::EngineBridge;

extern "C" {

#define ENGINE_FUNCTION(returns, name, parameters) EMSCRIPTEN_KEEPALIVE returns name parameters;
#include "platform/bridge.def"

EngineBridge* engine_open(int threads, double snapshot_bytes_per_second) {
  return new EngineBridge(threads, snapshot_bytes_per_second);
}
void engine_receive(EngineBridge* bridge) { bridge->receive(); }
bool engine_work(EngineBridge* bridge) { return bridge->work(); }
void engine_close(EngineBridge* bridge) { delete bridge; }

/// Never called: it holds each of them fast, so that one that the bridge names and nobody wrote does not link.
#define ENGINE_FUNCTION(returns, name, parameters) reinterpret_cast<void (*)()>(&name),
[[gnu::used]] void (*const engine_functions[])() = {
#include "platform/bridge.def"
};

}  // extern "C"
