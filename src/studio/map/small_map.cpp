#include "studio/map/small_map.h"

#include "studio/map/map_surface.h"
#include "studio/map/map_update.h"

namespace hourglass {

void draw_small_map(Context& ui, const Rect& area) {
  update_map(ui);
  draw_map_surface(ui, area);
}

}  // namespace hourglass
