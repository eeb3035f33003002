#include "engine/checksum_job.h"

#include <span>
#include <utility>

namespace hourglass {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

}  // namespace

ChecksumJob::ChecksumJob(std::vector<CatalogueFile> files, std::vector<Source> sources)
    : files_(std::move(files)), sources_(std::move(sources)), piece_(kPiece) {}

bool ChecksumJob::step(const std::function<bool()>& pause) {
  while (file_ < sources_.size() && error_.message.empty()) {
    read_piece();
    if (pause()) break;
  }
  return file_ >= sources_.size() || !error_.message.empty();
}

void ChecksumJob::read_piece() {
  const Source& source = sources_[file_];
  const auto read = source.read(offset_, piece_);
  if (!read) {
    error_ = read.error();
    return;
  }
  hash_.add(std::span(piece_).first(*read));
  offset_ += *read;
  if (*read == piece_.size() && offset_ < source.size) return;
  const std::string sum = hash_.finish();
  if (const std::string& named = files_[file_].sha256; !named.empty() && sum != named) {
    error_.message =
        say("{0} is damaged: its checksum is not the expected one. Another try may bring it whole.", source.name);
  }
  hash_ = {};
  offset_ = 0;
  ++file_;
}

std::expected<std::vector<Source>, Error> ChecksumJob::take() {
  if (!error_.message.empty()) return std::unexpected(std::move(error_));
  return std::move(sources_);
}

}  // namespace hourglass
