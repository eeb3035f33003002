#include "studio/state/history_csv.h"

#include <cstdio>

#include "data/text.h"
#include "studio/state/run_title.h"

namespace hourglass {
namespace {

void add_run(std::string& csv, const Run& run) {
  const std::string title = csv_field(say("{0}, seed {1}", run_title(run), in_number(run.experiment.seed)).english());
  for (const HistoryPoint& p : run.history) {
    char line[256];
    std::snprintf(line, sizeof line, ",%.6g,%lld,%.7g,%.7g,%.7g,%.7g,%.6g,%.4f,%.0f\r\n", p.epoch,
                  static_cast<long long>(p.step), p.train_loss, p.train_sse, p.heldout_sse, p.heldout_rmse,
                  p.learning_rate, p.seconds, p.images_per_second);
    csv += title;
    csv += line;
  }
}

}  // namespace

std::string history_csv(const Run& run, std::span<const Run> pinned) {
  std::string csv =
      "run,epoch,step,train_loss,train_sse,heldout_sse,heldout_rmse,learning_rate,seconds,images_per_second\r\n";
  add_run(csv, run);
  for (const Run& other : pinned) add_run(csv, other);
  return csv;
}

}  // namespace hourglass
