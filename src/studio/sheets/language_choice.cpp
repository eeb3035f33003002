#include <algorithm>
#include <string_view>
#include <vector>

#include "studio/sheets/sheets.h"
#include "studio/ui/widgets.h"

namespace hourglass {

float draw_language_choice(Context& ui, const Rect& area) {
  const std::vector<LanguageChoice>& languages = ui.state.languages;
  if (languages.size() < 2 || !ui.host.choose_language) return 0;
  std::vector<Sentence> names;
  std::vector<std::string_view> tags;
  for (const LanguageChoice& language : languages) {
    names.push_back(verbatim(language.name));
    tags.push_back(language.tag);
  }
  const auto spoken = std::ranges::find(tags, ui.language->tag());
  int chosen = spoken == tags.end() ? 0 : static_cast<int>(spoken - tags.begin());
  constexpr float kLabel = 20, kWidth = 220;
  draw_text(ui, {area.x, area.y, area.w, kLabel}, "Language", ui.fonts.small, ui.theme.muted);
  const Rect list{area.x, area.y + kLabel, std::min(area.w, kWidth), ui.theme.control};
  if (combo(ui, "sheet/language", "Language", names, chosen, list,
            {.help = "Opens the page anew; a run that trains goes on"}, tags))
    ui.state.language_chosen = tags[static_cast<std::size_t>(chosen)];
  return kLabel + ui.theme.control + kGap3;
}

}  // namespace hourglass
