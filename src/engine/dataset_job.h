// DatasetJob: from a LoadFiles command to a set of images, in slices. One load at a time: a second one stops the first.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/catalogue.h"
#include "data/image_set.h"
#include "data/load.h"
#include "data/options.h"
#include "data/pair.h"
#include "data/source.h"
#include "engine/checksum_job.h"
#include "engine/outbox.h"

namespace hourglass {

class DatasetJob {
 public:
  using OpenFile = std::function<std::expected<Source, Error>(const std::string& name, FileHandle handle)>;
  DatasetJob(std::function<double()> clock, OpenFile open_file, Outbox& outbox);

  /// What a load came to.
  struct Outcome {
    Ticket ticket = 0;
    std::string name;
    std::shared_ptr<const ImageSet> images;
    bool own = false;     ///< of the person's own files: neither of a catalogue nor of this site
    bool joined = false;  ///< with the load before it
    std::optional<Experiment> experiment;
    bool keep_weights = false;
  };

  void begin(command::LoadFiles command);
  void cancel(Ticket ticket);
  /// What was asked about (LoadAsks) is used.
  void accept(Ticket ticket);
  bool pending() const { return check_ || job_ || read_; }
  /// Works until `deadline` by the clock. Nothing while unfinished, and when the load failed, which it has then said.
  std::optional<Outcome> work_until(double deadline);

 private:
  /// A set that was read, on the way to its checksum.
  struct Read {
    ImageSet set;
    bool joined = false;
    std::size_t summed = 0;  ///< bytes of its pixels
  };

  std::expected<std::vector<Source>, Error> open_all(command::LoadFiles& command);
  void stop(const Sentence& why);
  bool must_ask(const Read& read) const;
  void ask(Read read);
  void post_progress();
  std::expected<std::optional<Read>, Error> finish();
  /// Takes the checksum further. True when it is whole.
  static bool sum(Read& loaded, const std::function<bool()>& pause);

  std::function<double()> clock_;
  OpenFile open_file_;
  Outbox& outbox_;

  std::optional<ChecksumJob> check_;  ///< of a catalogue entry's files, before they are read
  std::optional<LoadJob> job_;
  std::optional<Read> read_;
  std::optional<Read> asked_;  ///< waits for the person
  DecodeOptions options_;
  command::LoadFiles command_;  ///< what check_ or job_ is about, without its bytes
  std::optional<CatalogueEntry> entry_;
  Pairing pairing_;
  double next_progress_ = 0;
};

}  // namespace hourglass
