#include "data/pair.h"

#include <utility>

#include "data/budget.h"
#include "data/classes.h"
#include "data/load.h"
#include "data/source.h"
#include "data/text.h"

namespace hourglass {
namespace {

Sentence needs_images(const LabelList& labels) {
  return say("{0} holds {1} and no images: now choose their images.", in_quotes(labels.name),
             labels_text(labels.labels.size()));
}

Error mismatch(const ImageSet& images, const LabelList& labels) {
  return {say("{0} holds {1}, but there are {2}: they do not belong together.", in_quotes(labels.name),
              labels_text(labels.labels.size()), images_text(images.size()))};
}

}  // namespace

std::expected<Loaded, Error> load_files(std::span<const NamedBytes> files, const DecodeOptions& options) {
  std::vector<Source> sources;
  sources.reserve(files.size());
  for (const NamedBytes& file : files) sources.push_back(view_source(file.name, file.bytes));
  LoadJob job(std::move(sources), options);
  job.step({});
  return job.take();
}

std::expected<ImageSet, Error> decode_files(std::span<const NamedBytes> files, const DecodeOptions& options) {
  auto loaded = load_files(files, options);
  if (!loaded) return std::unexpected(loaded.error());
  if (const LabelList* labels = std::get_if<LabelList>(&*loaded)) {
    return fail("{0} holds {1} and no images: choose it together with its images.", in_quotes(labels->name),
                labels_text(labels->labels.size()));
  }
  return std::get<ImageSet>(std::move(*loaded));
}

std::expected<ImageSet, Error> attach_labels(ImageSet images, LabelList labels) {
  if (images.size() != labels.labels.size()) return std::unexpected(mismatch(images, labels));
  images.labels = std::move(labels.labels);
  images.class_names = std::move(labels.class_names);
  if (images.class_names.empty()) name_classes(images, images.name + " " + labels.name);
  return images;
}

std::expected<Pairing::Outcome, Error> Pairing::offer(Loaded loaded) {
  Outcome outcome;
  if (LabelList* labels = std::get_if<LabelList>(&loaded)) {
    if (!images_) {
      outcome.waiting_for = needs_images(*labels);
      labels_ = std::move(*labels);
      return outcome;
    }
    // Checked before anything is moved: images that do not fit these labels may yet get others.
    if (images_->size() != labels->labels.size()) return std::unexpected(mismatch(*images_, *labels));
    auto set = attach_labels(std::move(*images_), std::move(*labels));
    images_.reset();
    if (!set) return std::unexpected(set.error());
    outcome.set = std::move(*set);
    return outcome;
  }
  ImageSet& images = std::get<ImageSet>(loaded);
  if (!images.labelled() && labels_ && labels_->labels.size() == images.size()) {
    auto set = attach_labels(std::move(images), std::exchange(labels_, {}).value());
    if (!set) return std::unexpected(set.error());
    images_.reset();
    outcome.set = std::move(*set);
    return outcome;
  }
  images_.reset();
  if (!images.labelled() && labels_) {
    outcome.waiting_for = mismatch(images, *labels_).message;
  } else if (!images.labelled() && images.size() > 1) {
    outcome.waiting_for = "These images have no labels; choose the file of their labels if there is one.";
  }
  labels_.reset();
  // One picture is for the pad; more may be joined by their labels later.
  if (!images.labelled() && images.size() > 1 && memory_for(images.pixels.size())) images_ = images;
  outcome.set = std::move(images);
  return outcome;
}

}  // namespace hourglass
