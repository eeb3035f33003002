// ImageSet: labelled 28x28 grey images as bytes, the form in which every codec hands them over.
// Bytes, not floats: 55,000 images stay at 43 MB, and a batch is converted when it is needed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/guess.h"
#include "text/sentence.h"

namespace hourglass {

inline constexpr int kImageSide = 28;
inline constexpr int kImagePixels = kImageSide * kImageSide;

/// Images begin, begin + 1, ..., end - 1.
struct IndexRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t size() const { return end - begin; }
  bool operator==(const IndexRange&) const = default;
};

/// How the set's publishers divided it; all ranges empty when they did not.
struct PublishedSplit {
  IndexRange train;
  IndexRange validation;
  IndexRange held_out;
  bool present() const { return train.size() > 0 && held_out.size() > 0; }
  bool operator==(const PublishedSplit&) const = default;
};

struct ImageSet {
  std::string name;                      ///< for the person: "MNIST", or the file's own name
  std::vector<std::uint8_t> pixels;      ///< (count, 784) row by row, 0 black to 255 white
  std::vector<std::uint8_t> labels;      ///< count labels, or empty when the images have none
  std::vector<std::string> class_names;  ///< class_names[label], e.g. "0".."9" or "A".."J"
  std::vector<Sentence> notes;           ///< sentences about what was done on loading: skipped files, fitted sizes
  std::vector<Guess> guesses;            ///< each question at most once
  std::vector<Guess> answers;            ///< questions that were not guessed but said, and may be said otherwise
  PublishedSplit published;              ///< train, validation and held-out as they came, if they came so
  std::uint32_t checksum = 0;  ///< CRC-32 of pixels and labels, by the engine that loaded it; 0: not asked for

  std::size_t size() const { return pixels.size() / kImagePixels; }
  bool labelled() const { return !labels.empty(); }
  void guessed(const Guess& guess) { add_once(guesses, guess); }
  void was_said(const Guess& answer) { add_once(answers, answer); }
  std::span<const std::uint8_t> image(std::size_t i) const { return {pixels.data() + i * kImagePixels, kImagePixels}; }
};

}  // namespace hourglass
