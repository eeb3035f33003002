// The figures of a report: where the run stands, in all units, beside what was published.
#include <cmath>
#include <optional>

#include "data/image_set.h"
#include "exchange/report_parts.h"
#include "text/characters.h"
#include "text/dates.h"
#include "text/markup.h"
#include "training/version.h"

namespace hourglass {
namespace {

/// Five digits that count.
Sentence told(double value) {
  if (!std::isfinite(value)) return verbatim("\u2013");
  const double size = std::abs(value);
  const int whole = size >= 1 ? static_cast<int>(std::floor(std::log10(size))) + 1 : 0;
  return say("{0}", in_decimals(value, whole >= 5 ? 0 : 5 - whole));
}

struct FigureRow {
  Sentence name;
  std::optional<double> training, held_out;
  std::optional<double> published = {};
};

std::vector<FigureRow> figure_rows(const ReportPage& page, const HistoryPoint& last) {
  const auto where_measured = [&](double value) {
    return last.heldout_sse > 0 ? std::optional<double>(value) : std::nullopt;
  };
  std::vector<FigureRow> rows = {
      {say("Squared error of an image"), last.train_sse, where_measured(last.heldout_sse)},
      {say("RMSE of a pixel"), std::sqrt(last.train_sse / kImagePixels), where_measured(last.heldout_rmse)},
      {say("Loss, as trained"), last.train_loss, std::nullopt}};
  if (page.experiment().network.variational)
    rows.push_back({say("Divergence, in nats"), last.train_kl, where_measured(last.heldout_kl)});
  const Preset* preset = report_preset(page.experiment());
  if (preset && preset->published) {
    const auto figure = measured_as(*preset->published);
    const std::size_t row = figure == &HistoryPoint::heldout_sse ? 0 : figure == &HistoryPoint::heldout_rmse ? 1 : 2;
    rows[row].published = preset->published->value;
  }
  return rows;
}

std::string figure_cell(const ReportPage& page, const std::optional<double>& value) {
  return "<td>" + (value ? page.say(told(*value)) : std::string("\u2013")) + "</td>";
}

std::string figure_table(const ReportPage& page, const HistoryPoint& last) {
  const Preset* preset = report_preset(page.experiment());
  const bool published = preset && preset->published;
  std::string out = "<table class=\"figures\"><thead><tr><td></td><th scope=\"col\">" + page.say("Training") +
                    "</th><th scope=\"col\">" + page.say("Held-out") + "</th>";
  if (published) out += "<th scope=\"col\">" + page.say("Published") + "</th>";
  out += "</tr></thead><tbody>\n";
  for (const FigureRow& row : figure_rows(page, last)) {
    out += "<tr><th scope=\"row\">" + page.say(row.name) + "</th>" + figure_cell(page, row.training) +
           figure_cell(page, row.held_out);
    if (published) out += figure_cell(page, row.published);
    out += "</tr>\n";
  }
  out += "</tbody></table>\n";
  if (published)
    out += "<p class=\"note\">" +
           page.say(say("Published for this preset, {0}: {1}, as {2}.", from_assets(preset->title),
                        told(preset->published->value), from_assets(preset->published->unit))) +
           "</p>\n";
  return out;
}

void add_fact(const ReportPage& page, std::string& list, const Sentence& name, const Sentence& value) {
  list += "<div><dt>" + page.say(name) + "</dt><dd>" + page.say(value) + "</dd></div>\n";
}

}  // namespace

const Preset* report_preset(const Experiment& experiment) {
  const Preset* found = nullptr;
  for (const Preset& preset : presets()) {
    Experiment same = preset.experiment;
    same.seed = experiment.seed;
    same.training.epochs = experiment.training.epochs;
    if (same != experiment || (found && (found->published || !preset.published))) continue;
    found = &preset;
  }
  return found;
}

std::string report_figures(const ReportPage& page) {
  const History& history = page.history();
  const ReportMaterial& material = page.material;
  std::string out;
  if (history.empty())
    out += "<p>" + page.say("It has not been trained yet.") + "</p>\n";
  else
    out += figure_table(page, history.back());

  std::string facts;
  if (!history.empty()) {
    add_fact(page, facts, say("Epochs"), say("{0}", in_number(std::round(history.back().epoch * 100) / 100)));
    add_fact(page, facts, say("Steps"), say("{0}", history.back().step));
    add_fact(page, facts, say("Training time"), say("{0} s", in_decimals(history.back().seconds, 1)));
  }
  if (material.training > 0) add_fact(page, facts, say("Training images"), say("{0}", material.training));
  if (material.held_out > 0) add_fact(page, facts, say("Held-out images"), say("{0}", material.held_out));
  add_fact(page, facts, say("Weights and biases"), say("{0}", page.network().layout.size));
  add_fact(page, facts, say("Seed"), say("{0}", in_number(page.experiment().seed)));
  add_fact(page, facts, say("Made with"), say("Hourglass {0}", version()));
  if (!material.date.empty()) add_fact(page, facts, say("Date"), date_in_words(shortened(material.date, 60)));
  return out + "<dl>\n" + facts + "</dl>\n";
}

}  // namespace hourglass
