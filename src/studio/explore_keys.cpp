#include "studio/explore_keys.h"

#include "studio/loss/loss.h"
#include "studio/map/map_keys.h"
#include "studio/map/sweep_update.h"
#include "studio/pad/pad_update.h"

namespace hourglass {

bool explore_key(Context& ui, std::string_view key, bool shift) {
  if (ui.mirror.focused("paint/pad")) return pad_key(ui.state, key, shift);
  if (ui.mirror.focused("map/surface")) return map_key(ui.state, key, shift, ui.time);
  if (ui.mirror.focused("sweep/picture")) return sweep_key(ui.state, key);
  if (ui.mirror.focused("loss/chart")) return loss_key(ui.state, key, shift);
  return false;
}

}  // namespace hourglass
