#include "engine/maps.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hourglass {
namespace {

/// How often the places of a map in the making are posted: what nobody sees, and what copying may cost.
constexpr double kShortestPost = 1.0 / 20;  // seconds
constexpr double kPostBytesPerSecond = 8e6;
constexpr std::size_t kFewestMeasured = 3;

}  // namespace

Maps::Maps(ThreadPool* pool, std::function<double()> clock, Outbox& outbox)
    : pool_(pool), clock_(std::move(clock)), outbox_(outbox) {}

std::shared_ptr<Maps::Images> Maps::images_of(const Dataset& data, command::Subset subset, int every) {
  std::vector<std::uint32_t> indices = thinned(data, subset, every);
  if (images_ && images_->set == data.images && images_->indices == indices) return images_;
  images_ = std::make_shared<Images>();
  images_->set = data.images;
  images_->indices = std::move(indices);
  images_->search.emplace(*images_->set, images_->indices, pool_);
  return images_;
}

void Maps::ask(const command::MakeMap& question, const Dataset& data) {
  if (made_) outbox_.failed(made_->question.ticket, "Another map was asked for before this one was drawn.");
  made_.reset();
  if (!data.images) return outbox_.failed(question.ticket, "There are no images yet.");
  const bool possible = std::isfinite(question.perplexity) &&
                        question.perplexity >= command::MakeMap::kLeastPerplexity &&
                        question.perplexity <= command::MakeMap::kMostPerplexity && question.iterations >= 1 &&
                        question.iterations <= command::MakeMap::kMostIterations;
  if (!possible) {
    return outbox_.failed(
        question.ticket,
        say("The perplexity of a t-SNE is {0} to {1}, and it has 1 to {2} iterations.",
            in_number(command::MakeMap::kLeastPerplexity), in_number(command::MakeMap::kMostPerplexity),
            in_number(command::MakeMap::kMostIterations)));
  }
  made_.emplace(question, images_of(data, question.subset, question.every));
}

void Maps::ask(command::MeasureMap question, const Dataset& data) {
  if (measured_) outbox_.failed(measured_->question.ticket, "Another map is measured now.");
  measured_.reset();
  if (!data.images) return outbox_.failed(question.ticket, "There are no images yet.");
  auto images = images_of(data, question.subset, question.every);
  const std::size_t n = images->indices.size();
  if (question.places.size() != 2 * n || n < kFewestMeasured)
    return outbox_.failed(question.ticket, say("A map of {0} images needs as many places.", n));
  Measured measured;
  measured.labels = gather_labels(*data.images, images->indices);
  measured.map = view(std::as_const(question.places).data(), static_cast<Index>(n), 2);
  question.places.clear();
  measured.question = std::move(question);
  measured.images = std::move(images);
  measured_.emplace(std::move(measured));
}

void Maps::stop(const command::StopMap& command) {
  if (!made_ || made_->question.ticket != command.ticket) return;
  outbox_.failed(command.ticket, "Drawing the map was stopped.");
  made_.reset();
}

void Maps::forget_images(const Sentence& why) {
  if (made_) outbox_.failed(made_->question.ticket, why);
  if (measured_) outbox_.failed(measured_->question.ticket, why);
  made_.reset();
  measured_.reset();
  images_.reset();
}

void Maps::work_until(double deadline) {
  const auto pause = [&] { return clock_() >= deadline; };
  if (made_) work_on_made(pause);
  if (measured_ && (!made_ || !pause())) work_on_measured(pause);
}

bool Maps::work_on(Images& images, const std::function<bool()>& pause) {
  if (!images.search) return true;
  if (!images.search->work(pause)) return false;
  images.coordinates = images.search->take();
  images.pca = images.search->axes();
  images.search.reset();
  return true;
}

void Maps::work_on_made(const std::function<bool()>& pause) {
  if (!work_on(*made_->images, pause)) return;
  if (made_->question.method == command::MapMethod::pca) return post(true);
  if (!made_->tsne) {
    const TsneOptions options{made_->question.perplexity, made_->question.iterations, made_->question.seed};
    made_->tsne.emplace(made_->images->coordinates, options, pool_);
    post(false);
  }
  const bool done = made_->tsne->work(pause);
  if (done || clock_() >= made_->next_post) post(done);
}

/// The map as it is now; it is forgotten when it is done.
void Maps::post(bool done) {
  const Images& images = *made_->images;
  event::MapDrawn drawn;
  drawn.ticket = made_->question.ticket;
  drawn.method = made_->question.method;
  drawn.subset = made_->question.subset;
  drawn.every = std::max(made_->question.every, 1);
  drawn.done = done;
  const std::size_t n = images.indices.size();
  drawn.places.resize(2 * n);
  if (made_->tsne) {
    for (std::size_t i = 0; i < n; ++i)
      drawn.places[2 * i] = made_->tsne->x()[i], drawn.places[2 * i + 1] = made_->tsne->y()[i];
    drawn.prepared = made_->tsne->preparation();
    drawn.iteration = made_->tsne->iteration(), drawn.iterations = made_->tsne->iterations();
    drawn.perplexity = made_->tsne->perplexity();
    if (done) drawn.divergence = made_->tsne->divergence();
  } else {
    for (std::size_t i = 0; i < n; ++i)
      for (Index c = 0; c < 2; ++c)
        drawn.places[2 * i + static_cast<std::size_t>(c)] = images.coordinates(static_cast<Index>(i), c);
    drawn.mean.assign(images.pca.mean.data(), images.pca.mean.data() + images.pca.mean.size());
    drawn.axes.assign(images.pca.axes.data(), images.pca.axes.data() + 2 * images.pca.axes.cols());
  }
  made_->next_post = clock_() + std::max(kShortestPost, static_cast<double>(drawn.places.size() * sizeof(float)) /
                                                            kPostBytesPerSecond);
  outbox_.post(std::move(drawn));
  if (done) made_.reset();
}

void Maps::work_on_measured(const std::function<bool()>& pause) {
  if (!work_on(*measured_->images, pause)) return;
  if (!measured_->job)
    measured_->job.emplace(view(std::as_const(measured_->images->coordinates)), view(std::as_const(measured_->map)),
                           measured_->labels, pool_);
  if (!measured_->job->work(pause)) return;
  const MapQuality quality = measured_->job->result();
  outbox_.post(event::MapMeasured{measured_->question.ticket, quality.neighbour_accuracy, quality.trustworthiness,
                                  quality.continuity, !measured_->labels.empty()});
  measured_.reset();
}

}  // namespace hourglass
