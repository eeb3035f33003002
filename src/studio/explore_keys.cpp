#include "studio/explore_keys.h"

#include "studio/loss.h"
#include "studio/map_update.h"
#include "studio/pad_update.h"
#include "studio/sweep.h"

namespace hourglass {

bool explore_key(Context& ui, std::string_view key, bool shift) {
  if (ui.mirror.focused("paint/pad")) return pad_key(ui.state, key, shift);
  if (ui.mirror.focused("map/surface")) return map_key(ui.state, key, shift, ui.time);
  if (ui.mirror.focused("sweep/picture")) return sweep_key(ui.state, key);
  if (ui.mirror.focused("loss/chart")) return loss_key(ui.state, key, shift);
  return false;
}

}  // namespace hourglass
