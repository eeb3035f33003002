// The studio's engine on the page: an EngineClient that speaks through the page's engine host (web/src/engine/
// host.ts, given to the module as `Module.channel`) with a Web Worker.
#pragma once

#include <memory>

#include "engine/client.h"

namespace hourglass {

/// The host tells the page when poll() has something new; nothing calls into the studio from here.
std::unique_ptr<EngineClient> make_worker_client();

}  // namespace hourglass
