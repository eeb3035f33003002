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

std::shared_ptr<Maps::Images> Maps::images_of(const Dataset& data, command::Subset subset, int every,
                                              bool by_training) {
  std::vector<std::uint32_t> indices = thinned(data, subset, every), fitted;
  if (by_training) fitted = thinned(data, command::Subset::training, 1);
  std::shared_ptr<Images>& images = by_training ? by_training_ : own_;
  if (images && images->set == data.images && images->indices == indices && images->fitted == fitted) return images;
  images = std::make_shared<Images>();
  images->set = data.images;
  images->fitted = std::move(fitted);
  images->indices = std::move(indices);
  if (by_training)
    images->search.emplace(*images->set, images->fitted, images->indices, pool_);
  else
    images->search.emplace(*images->set, images->indices, pool_);
  return images;
}

void Maps::ask(const command::MakeMap& question, const Dataset& data) {
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
  const bool pca = question.method == command::MapMethod::pca;
  Made made{.question = question, .images = images_of(data, question.subset, question.every, pca), .tsne = {}};
  made_.insert(pca ? made_.begin() : made_.end(), std::move(made));
}

void Maps::ask(command::MeasureMap question, const Dataset& data) {
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
  measured_.push_back(std::move(measured));
}

void Maps::stop(const command::StopMap& command) {
  if (std::erase_if(made_, [&](const Made& made) { return made.question.ticket == command.ticket; }) > 0)
    outbox_.failed(command.ticket, "Drawing the map was stopped.");
}

void Maps::forget_images(const Sentence& why) {
  for (const Made& made : made_) outbox_.failed(made.question.ticket, why);
  for (const Measured& measured : measured_) outbox_.failed(measured.question.ticket, why);
  made_.clear();
  measured_.clear();
  own_.reset();
  by_training_.reset();
}

void Maps::work_until(double deadline) {
  const auto pause = [&] { return clock_() >= deadline; };
  if (!made_.empty()) work_on_made(pause);
  if (!measured_.empty() && (made_.empty() || !pause())) work_on_measured(pause);
}

bool Maps::work_on(Images& images, const std::function<bool()>& pause) {
  if (!images.search) return true;
  if (!images.search->work(pause)) return false;
  images.coordinates = images.search->take();
  images.pca = images.search->axes();
  for (const double error : images.search->errors()) images.errors.push_back(static_cast<float>(error));
  images.search.reset();
  return true;
}

void Maps::work_on_made(const std::function<bool()>& pause) {
  Made& made = made_.front();
  if (!work_on(*made.images, pause)) return;
  if (made.question.method == command::MapMethod::pca) return post(true);
  if (!made.tsne) {
    const TsneOptions options{made.question.perplexity, made.question.iterations, made.question.seed};
    made.tsne.emplace(made.images->coordinates, options, pool_);
    post(false);
  }
  const bool done = made.tsne->work(pause);
  if (done || clock_() >= made.next_post) post(done);
}

/// The map as it is now; it is forgotten when it is done.
void Maps::post(bool done) {
  Made& made = made_.front();
  const Images& images = *made.images;
  event::MapDrawn drawn;
  drawn.ticket = made.question.ticket;
  drawn.method = made.question.method;
  drawn.subset = made.question.subset;
  drawn.every = std::max(made.question.every, 1);
  drawn.done = done;
  const std::size_t n = images.indices.size();
  drawn.places.resize(2 * n);
  if (made.tsne) {
    for (std::size_t i = 0; i < n; ++i)
      drawn.places[2 * i] = made.tsne->x()[i], drawn.places[2 * i + 1] = made.tsne->y()[i];
    drawn.prepared = made.tsne->preparation();
    drawn.iteration = made.tsne->iteration(), drawn.iterations = made.tsne->iterations();
    drawn.perplexity = made.tsne->perplexity();
    if (done) drawn.divergence = made.tsne->divergence();
  } else {
    for (std::size_t i = 0; i < n; ++i)
      for (Index c = 0; c < 2; ++c)
        drawn.places[2 * i + static_cast<std::size_t>(c)] = images.coordinates(static_cast<Index>(i), c);
    drawn.mean.assign(images.pca.mean.data(), images.pca.mean.data() + images.pca.mean.size());
    drawn.axes.assign(images.pca.axes.data(), images.pca.axes.data() + 2 * images.pca.axes.cols());
    drawn.errors = images.errors;
  }
  made.next_post = clock_() + std::max(kShortestPost,
                                       static_cast<double>(drawn.places.size() * sizeof(float)) / kPostBytesPerSecond);
  outbox_.post(std::move(drawn));
  if (done) made_.pop_front();
}

void Maps::work_on_measured(const std::function<bool()>& pause) {
  Measured& measured = measured_.front();
  if (!work_on(*measured.images, pause)) return;
  if (!measured.job)
    measured.job.emplace(view(std::as_const(measured.images->coordinates)), view(std::as_const(measured.map)),
                         measured.labels, pool_);
  if (!measured.job->work(pause)) return;
  const MapQuality quality = measured.job->result();
  outbox_.post(event::MapMeasured{measured.question.ticket, quality.neighbour_accuracy, quality.trustworthiness,
                                  quality.continuity, !measured.labels.empty()});
  measured_.pop_front();
}

}  // namespace hourglass
