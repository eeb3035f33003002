// The settings of a report, with the names that the page gives them.
#include <array>

#include "exchange/report_parts.h"
#include "text/markup.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

struct RecipeGroup {
  std::string_view key;
  Key title;
};
constexpr std::array<RecipeGroup, 3> kRecipeGroups = {
    {{"data", "Data"}, {"network", "Network"}, {"training", "Training"}}};

Sentence chosen_classes(const ReportPage& page) {
  const std::uint64_t classes = page.experiment().data.classes;
  if (classes == kAllClasses) return say("all");
  std::vector<Sentence> names;
  for (unsigned c = 0; c < 64; ++c)
    if (classes >> c & 1u) names.push_back(page.class_name(c));
  return list_of(names);
}

/// What a setting is, in words where it has some.
Sentence value_of(const ReportPage& page, const Field& field) {
  const std::string value = field.get(page.experiment());
  if (field.key == "data") return page.data_title();
  if (field.key == "classes") return chosen_classes(page);
  if (value == "0" && (field.key == "images" || field.key == "schedule-epochs")) return say("all");
  if (value == "0" && field.key == "held-out-share") return say("as published, or one sixth");
  if (field.kind == FieldKind::toggle) return value == "on" ? say("on") : say("off");
  for (const Choice& choice : field.choices)
    if (choice.key == value) return choice.label;
  return verbatim(value);
}

}  // namespace

std::string report_recipe(const ReportPage& page) {
  std::string out;
  for (const RecipeGroup& group : kRecipeGroups) {
    out += "<table><caption>" + page.say(group.title) + "</caption><tbody>\n";
    for (const Field& field : experiment_fields()) {
      if (field.group != group.key || !field.why_disabled(page.experiment()).empty()) continue;
      out += "<tr><th scope=\"row\">" + page.say(field.label) + "</th><td>" + page.say(value_of(page, field)) +
             "</td></tr>\n";
    }
    out += "</tbody></table>\n";
  }
  return "<div class=\"recipe\">\n" + out + "</div>\n";
}

}  // namespace hourglass
