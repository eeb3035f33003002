#include "data/zip_walker.h"

#include <span>
#include <string_view>
#include <utility>

#include "data/model_kind.h"
#include "data/names.h"
#include "data/same_sets.h"
#include "data/split_roles.h"
#include "data/text.h"

namespace hourglass {

ZipWalker::ZipWalker(Source source, std::vector<ZipEntry> entries, LoadContext& context, int depth)
    : source_(std::make_unique<Source>(std::move(source))),
      entries_(std::move(entries)),
      context_(&context),
      depth_(depth) {}

std::expected<ZipWalker, Error> ZipWalker::open(Source source, LoadContext& context, int depth) {
  if (depth >= kDeepestArchive)
    return fail("{0} holds archives within archives, too many to follow.", in_quotes(source.name));
  auto entries = read_zip_directory(source, context.budget);
  if (!entries) return std::unexpected(entries.error());
  if (const auto kind = model_kind(*entries)) {
    context.is_model = depth == 0;
    return fail(model_answer(*kind, in_quotes(source.name)));
  }
  // EMNIST comes as one zip of six sets, gigabytes together: better said now than after minutes of unpacking.
  std::vector<std::string_view> images;
  for (const ZipEntry& entry : *entries) {
    const bool said = contains_word(last_part(entry.path), "idx3") && role_of(last_part(entry.path)) != SplitRole::none;
    if (said && !is_system_litter(entry.path)) images.push_back(entry.path);
  }
  if (const auto sets = sets_among(images); sets.size() > 1) return several_sets(sets, source.name);
  return ZipWalker(std::move(source), std::move(*entries), context, depth);
}

std::expected<bool, Error> ZipWalker::step() {
  const auto settle = [this](std::expected<void, Error> done) -> std::expected<bool, Error> {
    entry_.reset();
    reader_.reset();
    if (!done) {
      if (auto tolerated = tolerate(*context_, done.error()); !tolerated) return std::unexpected(tolerated.error());
    }
    return true;
  };
  if (!entry_) {
    while (next_ < entries_.size() && (entries_[next_].folder() || is_system_litter(entries_[next_].path))) ++next_;
    if (next_ == entries_.size()) {
      done_ = source_->size;
      return false;
    }
    const ZipEntry& entry = entries_[next_++];
    auto opened = ZipEntryReader::open(*source_, entry);
    if (!opened) return settle(std::unexpected(opened.error()));
    entry_.emplace(std::move(*opened));
    reader_.emplace(source_->name + "/" + entry.path, *context_, source_->name.size() + 1, depth_ + 1);
  }
  const auto more = entry_->next([this](std::span<const std::uint8_t> bytes) -> std::expected<void, Error> {
    if (auto counted_in = context_->budget.unpack(bytes.size()); !counted_in) return counted_in;
    return reader_->feed(bytes);
  });
  done_ = entry_->consumed();
  if (!more) return settle(std::unexpected(more.error()));
  if (*more) return true;
  return settle(reader_->finish());
}

}  // namespace hourglass
