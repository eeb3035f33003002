#include "data/load_context.h"

#include <algorithm>

#include "data/names.h"
#include "data/text.h"

namespace hourglass {

std::expected<void, Error> tolerate(LoadContext& context, const Error& error) {
  if (context.budget.exhausted()) return std::unexpected(error);
  if (context.unreadable.count++ == 0) context.unreadable.first = error.message;
  return {};
}

bool is_system_litter(std::string_view path) {
  const std::string_view name = last_part(path);
  if (name == "Thumbs.db" || name == "desktop.ini") return true;
  const std::vector<NameWord> parts = folders_as_words(path);
  return std::any_of(parts.begin(), parts.end(), [](const NameWord& part) {
    const bool hidden = part.text.starts_with('.') && part.text != "." && part.text != "..";
    return hidden || part.text == "__MACOSX";
  });
}

}  // namespace hourglass
