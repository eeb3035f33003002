// The page as Host: each callback is one call into the page's TypeScript (web/src/page.ts), which gives itself to the
// module as `Module.page`.
#pragma once

#include "platform/host.h"

namespace hourglass {

Host make_web_host();

}  // namespace hourglass
