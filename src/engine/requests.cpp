#include "engine/requests.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "explore/nearest.h"

namespace hourglass {
namespace {

/// Neighbours for a question that names no weights are sought among codes at most this old while training.
constexpr double kOldestCodes = 2.0;
/// Neighbours while training are sought among about as many images: found anew for each moment that is shown.
constexpr std::size_t kSoughtWhileTraining = 2000;
constexpr double kFollowingRest = 20;  // times what following took, until it begins again
constexpr int kMostImages = 1000;

Ticket ticket_of(const Requests::Question& question) {
  return std::visit([](const auto& asked) { return asked.ticket; }, question);
}

/// The `count` places with the smallest values, in order; ties by place.
std::vector<std::uint32_t> smallest(const std::vector<float>& values, int count) {
  std::vector<std::uint32_t> places(values.size());
  std::iota(places.begin(), places.end(), 0u);
  const auto kept = std::min(places.size(), static_cast<std::size_t>(std::clamp(count, 0, kMostImages)));
  std::partial_sort(
      places.begin(), places.begin() + static_cast<std::ptrdiff_t>(kept), places.end(),
      [&](std::uint32_t a, std::uint32_t b) { return values[a] != values[b] ? values[a] < values[b] : a < b; });
  places.resize(kept);
  return places;
}

/// Codes may be huge enough that a difference of two is not a number; such an image is as far as can be.
float farthest_if_nan(double value) {
  return std::isnan(value) ? std::numeric_limits<float>::infinity() : static_cast<float>(value);
}

event::Images images_at(const Dataset& data, command::Subset subset, std::vector<std::uint32_t> places) {
  std::vector<std::uint32_t> indices;
  indices.reserve(places.size());
  for (const std::uint32_t place : places) indices.push_back(data.at(subset, place));
  event::Images images;
  images.subset = subset;
  images.places = std::move(places);
  images.pixels = gather_pixels(*data.images, indices);
  images.labels = gather_labels(*data.images, indices);
  return images;
}

}  // namespace

void answer_images(const command::GetImages& question, const Dataset& data, Outbox& outbox) {
  const std::size_t size = data.images ? data.size(question.subset) : 0;
  if (!std::ranges::all_of(question.places, [size](std::uint32_t place) { return place < size; })) {
    return outbox.failed(question.ticket, say("There are no such images: this part of the data has {0}.", size));
  }
  if (!data.images) return outbox.failed(question.ticket, "There are no images yet.");
  event::Images images = images_at(data, question.subset, question.places);
  images.ticket = question.ticket;
  outbox.post(std::move(images));
}

void answer_alike(const command::FindAlike& question, const Dataset& data, Outbox& outbox) {
  if (!data.images) return outbox.failed(question.ticket, "There are no images yet.");
  const std::size_t size = data.size(question.subset);
  const bool given = !question.pixels.empty();
  if (given ? question.pixels.size() != kImagePixels : question.place >= size)
    return outbox.failed(question.ticket, say("There are no such images: this part of the data has {0}.", size));
  const ImageSet& set = *data.images;
  const std::vector<std::uint32_t> indices = thinned(data, question.subset, 1);
  const auto pixels = given ? std::span<const std::uint8_t>(question.pixels) : set.image(indices[question.place]);
  // One more than was asked for: an image is the nearest to itself.
  const int count = std::clamp(question.count, 0, kMostImages);
  std::vector<std::uint32_t> places;
  std::vector<float> distances;
  for (const Neighbour& neighbour : nearest_images(set.pixels, indices, pixels, given ? count : count + 1)) {
    if ((!given && neighbour.row == question.place) || static_cast<int>(places.size()) == count) continue;
    places.push_back(neighbour.row);
    distances.push_back(neighbour.distance);
  }
  event::Images images = images_at(data, question.subset, std::move(places));
  images.ticket = question.ticket;
  images.values = std::move(distances);
  outbox.post(std::move(images));
}

Requests::Requests(ThreadPool* pool, std::function<double()> clock, Outbox& outbox)
    : pool_(pool), clock_(std::move(clock)), outbox_(outbox) {}

void Requests::ask(Question question) { questions_.push_back({std::move(question)}); }

void Requests::follow(const command::FollowCodes& follow) {
  follow_ = follow;
  followed_step_ = -1;
  next_follow_ = 0;
  if (!questions_.empty() && questions_.front().followed) pass_.reset();
  std::erase_if(questions_, [](const Pending& pending) { return pending.followed; });
}

void Requests::watch(const TrainingRun& run, const Dataset& data) {
  if (!(follow_.seconds > 0) || run.waiting() || !data.images) return;
  if (std::ranges::any_of(questions_, &Pending::followed)) return;
  if (run.generation() == followed_generation_ && run.step() == followed_step_) return;
  if (run.training() && (clock_() < next_follow_ || !run.snapshot_due())) return;
  questions_.push_back({command::ComputeCodes{0, follow_.subset, follow_.every}, true});
}

bool Requests::about_moment(std::int64_t step, const TrainingRun& run) const {
  return step >= 0 && step != run.step() && moment_.step >= 0 && moment_.generation == run.generation();
}

bool Requests::kept_codes_serve(const command::FindNearest& question, const TrainingRun& run) const {
  if (kept_.generation != run.generation() || kept_.step < 0 || (kept_.every > 1 && !run.training())) return false;
  if (question.step >= 0) return kept_.step == (about_moment(question.step, run) ? moment_.step : run.step());
  return kept_.step == run.step() || (run.training() && clock_() - kept_.time < kOldestCodes);
}

void Requests::begin(const TrainingRun& run, const Dataset& data) {
  const Question& question = questions_.front().question;
  const auto* codes = std::get_if<command::ComputeCodes>(&question);
  const auto* nearest = std::get_if<command::FindNearest>(&question);
  const auto* other = std::get_if<command::Encode>(&question);
  const bool worst = std::holds_alternative<command::FindWorst>(question);
  const command::Subset subset = codes   ? codes->subset
                                 : other ? other->subset
                                 : worst ? command::Subset::held_out
                                         : command::Subset::training;
  pass_every_ = codes ? std::max(codes->every, 1) : other ? std::max(other->every, 1) : 1;
  if (nearest && run.training()) {
    const std::size_t images = data.split.train.size();
    pass_every_ =
        static_cast<int>(std::max<std::size_t>(1, (images + kSoughtWhileTraining / 2) / kSoughtWhileTraining));
  }
  const bool moment = nearest && about_moment(nearest->step, run);
  Network network = other    ? Network{other->spec, make_layout(other->spec), other->parameters}
                    : moment ? moment_.network
                             : run.network();
  pass_.emplace(std::move(network), moment ? moment_.epoch : run.epoch(), data.images,
                thinned(data, subset, pass_every_), worst || other);
  pass_generation_ = run.generation();
  pass_step_ = moment ? moment_.step : run.step();
  pass_begin_ = clock_();
}

void Requests::work_until(double deadline, TrainingRun& run, const Dataset& data) {
  const Question& question = questions_.front().question;
  if (!data.images || run.waiting()) {
    outbox_.failed(ticket_of(question), "There are no images yet.");
    questions_.pop_front();
    return;
  }
  const auto* nearest = std::get_if<command::FindNearest>(&question);
  if (nearest != nullptr && static_cast<int>(nearest->code.size()) != run.network().spec.code_width()) {
    outbox_.failed(nearest->ticket, say("The code has {0} numbers; this network's codes have {1}.",
                                        nearest->code.size(), run.network().spec.code_width()));
    questions_.pop_front();
    return;
  }
  // A pass over what a new start has replaced answers nothing.
  if (pass_ && pass_generation_ != run.generation()) pass_.reset();
  // Nor does a moment that training has ended after: the weights at rest are shown already.
  if (pass_ && questions_.front().followed && !run.training() && pass_step_ != run.step()) pass_.reset();
  if (nearest != nullptr && !pass_ && kept_codes_serve(*nearest, run)) {
    answer(run, data);
    return;
  }
  if (!pass_) begin(run, data);
  do {
    if (pass_->advance(pool_)) {
      answer(run, data);
      return;
    }
  } while (clock_() < deadline);
}

void Requests::keep_codes() { kept_ = {pass_->codes(), pass_generation_, pass_step_, pass_begin_, pass_every_}; }

/// The codes before the snapshot: whoever hears both takes them up together.
void Requests::post_moment(TrainingRun& run) {
  moment_ = {pass_->network(), pass_->epoch(), pass_generation_, pass_step_};
  run.post_snapshot(moment_.network, moment_.epoch, moment_.step);
}

void Requests::answer(TrainingRun& run, const Dataset& data) {
  const Pending pending = std::move(questions_.front());
  questions_.pop_front();
  if (pending.followed) {
    const double now = clock_();
    followed_generation_ = pass_generation_;
    followed_step_ = pass_step_;
    // However slow the pass, following takes a small part of the time.
    next_follow_ = std::max(pass_begin_ + follow_.seconds, now + kFollowingRest * (now - pass_begin_));
  }
  if (const auto* codes = std::get_if<command::ComputeCodes>(&pending.question)) answer_codes(*codes);
  if (pending.followed && run.training()) post_moment(run);
  if (const auto* nearest = std::get_if<command::FindNearest>(&pending.question)) answer_nearest(*nearest, data);
  if (const auto* worst = std::get_if<command::FindWorst>(&pending.question)) answer_worst(*worst, data);
  if (const auto* other = std::get_if<command::Encode>(&pending.question)) answer_encode(*other);
  pass_.reset();
}

void Requests::answer_codes(const command::ComputeCodes& question) {
  // Neighbours are sought among the training images, which come first in both.
  if (question.subset != command::Subset::held_out && question.every <= 1) keep_codes();
  outbox_.post(event::Codes{question.ticket, question.subset, std::max(question.every, 1), pass_->epoch(),
                            pass_->width(), std::move(pass_->codes()), pass_step_});
}

void Requests::answer_nearest(const command::FindNearest& question, const Dataset& data) {
  if (pass_) keep_codes();
  const auto every = static_cast<std::size_t>(kept_.every);
  const auto kept = static_cast<Index>((data.split.train.size() + every - 1) / every);
  const ConstMatrixView codes = view(std::as_const(kept_.codes).data(), kept, static_cast<Index>(question.code.size()));
  const std::vector<Neighbour> neighbours = nearest_rows(codes, question.code, std::min(question.count, kMostImages));
  std::vector<std::uint32_t> places;
  std::vector<float> distances;
  for (const Neighbour& neighbour : neighbours) {
    places.push_back(static_cast<std::uint32_t>(neighbour.row * every));
    distances.push_back(neighbour.distance);
  }
  event::Images images = images_at(data, command::Subset::training, std::move(places));
  images.ticket = question.ticket;
  images.step = kept_.step;
  images.values = std::move(distances);
  outbox_.post(std::move(images));
}

void Requests::answer_encode(const command::Encode& question) {
  for (float& error : pass_->errors()) error = farthest_if_nan(error);
  outbox_.post(event::Encoded{question.ticket, question.subset, pass_every_, pass_->width(), std::move(pass_->codes()),
                              std::move(pass_->errors())});
}

void Requests::answer_worst(const command::FindWorst& question, const Dataset& data) {
  std::vector<float>& errors = pass_->errors();
  for (float& error : errors) error = -farthest_if_nan(error);
  event::Images images = images_at(data, command::Subset::held_out, smallest(errors, question.count));
  images.ticket = question.ticket;
  images.step = pass_step_;
  for (const std::uint32_t place : images.places) images.values.push_back(-errors[place]);
  outbox_.post(std::move(images));
}

}  // namespace hourglass
