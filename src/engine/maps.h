// Maps: images laid out on a plane by PCA or t-SNE, and how good such a map is, in slices beside training. One after
// the other; PCA, which is quick, before a t-SNE that was asked for earlier.
#pragma once

#include <functional>
#include <list>
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

  bool pending() const { return !made_.empty() || !measured_.empty(); }
  /// Works until `deadline`; at least one piece. Only while pending().
  void work_until(double deadline);

 private:
  /// The images of a question by their coordinates along principal axes: their own, from which t-SNE and measuring
  /// begin, or those of the training images, which are the map by PCA.
  struct Images {
    std::shared_ptr<const ImageSet> set;
    std::vector<std::uint32_t> fitted, indices;  ///< whose axes, none: their own; whose coordinates
    std::optional<LeadingAxes> search;           ///< until the coordinates are there
    Matrix coordinates;
    Pca pca;
    std::vector<float> errors;  ///< LeadingAxes::errors
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

  std::shared_ptr<Images> images_of(const Dataset& data, command::Subset subset, int every, bool by_training = false);
  bool work_on(Images& images, const std::function<bool()>& pause);
  void work_on_made(const std::function<bool()>& pause);
  void work_on_measured(const std::function<bool()>& pause);
  void post(bool done);

  ThreadPool* pool_;
  std::function<double()> clock_;
  Outbox& outbox_;
  std::shared_ptr<Images> own_, by_training_;  ///< of the last questions
  std::list<Made> made_;
  std::list<Measured> measured_;
};

}  // namespace hourglass
