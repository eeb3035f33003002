#include "studio/state/history_csv.h"

#include <cstdio>

#include "data/text.h"
#include "studio/state/run_title.h"

namespace hourglass {
namespace {

void add_run(std::string& csv, const Run& run) {
  const std::string title = csv_field(say("{0}, seed {1}", run_title(run), in_number(run.experiment.seed)).english());
  for (const HistoryPoint& p : run.history) {
    const auto add = [&csv](double value) {
      char cell[32];
      std::snprintf(cell, sizeof cell, ",%.7g", value);
      csv += cell;
    };
    csv += title;
    add(p.epoch);
    csv += "," + std::to_string(p.step);
    for (const HistoryFigure& figure : kHistoryFigures) add(p.*figure.member);
    csv += "\r\n";
  }
}

}  // namespace

std::string history_csv(const Run& run, std::span<const Run> pinned) {
  std::string csv = "run,epoch,step";
  for (const HistoryFigure& figure : kHistoryFigures) csv += std::string(",") + figure.name;
  csv += "\r\n";
  add_run(csv, run);
  for (const Run& other : pinned) add_run(csv, other);
  return csv;
}

}  // namespace hourglass
