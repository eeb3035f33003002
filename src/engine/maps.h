// Maps: images laid out on a plane by PCA or t-SNE, and how good such a map is, in slices beside training. One at a
// time of each kind; what is asked for again replaces what was under way.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/dataset.h"
#include "engine/outbox.h"
#include "explore/leading_axes.h"
#include "explore/map_quality.h"
#include "explore/tsne.h"

namespace hourglass {

class Maps {
 public:
  Maps(ThreadPool* pool, std::function<double()> clock, Outbox& outbox);

  void ask(const command::MakeMap& question, const Dataset& data);
  void ask(command::MeasureMap question, const Dataset& data);
  void stop(const command::StopMap& command);
  /// Other images are at hand: maps of the ones before are of no use.
  void forget_images(const Sentence& why);

  bool pending() const { return made_.has_value() || measured_.has_value(); }
  /// Works until `deadline`; at least one piece. Only while pending().
  void work_until(double deadline);

 private:
  /// The images of a question, by their principal coordinates, which PCA, t-SNE and measuring all begin from.
  struct Images {
    std::shared_ptr<const ImageSet> set;
    std::vector<std::uint32_t> indices;
    std::optional<LeadingAxes> search;  ///< until the coordinates are there
    Matrix coordinates;
    Pca pca;
  };
  struct Made {
    command::MakeMap question;
    std::shared_ptr<Images> images;
    std::optional<Tsne> tsne;
    double next_post = 0;
  };
  struct Measured {
    command::MeasureMap question;
    std::shared_ptr<Images> images;
    Bytes labels;
    Matrix map;
    std::optional<MapQualityJob> job;
  };

  std::shared_ptr<Images> images_of(const Dataset& data, command::Subset subset, int every);
  bool work_on(Images& images, const std::function<bool()>& pause);
  void work_on_made(const std::function<bool()>& pause);
  void work_on_measured(const std::function<bool()>& pause);
  void post(bool done);

  ThreadPool* pool_;
  std::function<double()> clock_;
  Outbox& outbox_;
  std::shared_ptr<Images> images_;  ///< of the last question
  std::optional<Made> made_;
  std::optional<Measured> measured_;
};

}  // namespace hourglass
