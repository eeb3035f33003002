// Packs a set of images for the site: whatever the page itself could load becomes gzipped IDX files and a catalogue
// entry in OUT/ID. tools/dataset calls it.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "data/catalogue.h"
#include "data/folder.h"
#include "data/gzip.h"
#include "data/idx.h"
#include "data/load.h"
#include "data/sha256.h"
#include "data/statistics.h"
#include "data/text.h"

namespace fs = std::filesystem;

namespace hourglass {
namespace {

constexpr const char* kUsage =
    "dataset_pack --out FOLDER --name NAME [--id ID] [--about TEXT] [--terms TEXT] [--source TEXT]\n"
    "             [--images N] [--unbalanced] [--drop-duplicates] [--drop-blank] [--invert] [--seed N] PATH...\n";

struct Arguments {
  fs::path out;
  CatalogueEntry entry;
  DecodeOptions options;
  std::vector<std::string> paths;
};

std::optional<std::uint64_t> whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// For folders and links: small letters, digits and dashes.
std::string id_from(const std::string& name) {
  std::string id;
  for (char c : lower(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      id += c;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

std::expected<Arguments, Error> parse(const std::vector<std::string>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--unbalanced")
      arguments.options.balanced = false;
    else if (word == "--drop-duplicates")
      arguments.options.drop_duplicates = true;
    else if (word == "--drop-blank")
      arguments.options.drop_blank = true;
    else if (word == "--invert")
      arguments.options.invert = true;
    else if (!word.starts_with("--"))
      arguments.paths.push_back(word);
    else if (i + 1 == words.size())
      return fail("{0} needs a value.", word);
    else {
      const std::string& value = words[++i];
      const auto number = whole_number(value);
      if (word == "--out")
        arguments.out = value;
      else if (word == "--name")
        arguments.entry.title = value;
      else if (word == "--id")
        arguments.entry.id = value;
      else if (word == "--about")
        arguments.entry.about = value;
      else if (word == "--terms")
        arguments.entry.terms = value;
      else if (word == "--source")
        arguments.entry.source = value;
      else if (word == "--images" && number)
        arguments.options.images = *number;
      else if (word == "--seed" && number)
        arguments.options.seed = *number;
      else if (word == "--images" || word == "--seed")
        return fail("{0} needs a whole number, not {1}.", word, in_quotes(value));
      else
        return fail("{0} is unknown.", word);
    }
  }
  if (arguments.paths.empty()) return fail("Which file? Give a path.");
  if (arguments.entry.title.empty()) return fail("What shall the set be called? Give --name.");
  if (arguments.entry.id.empty()) arguments.entry.id = id_from(arguments.entry.title);
  if (arguments.entry.id.empty() || arguments.entry.id != id_from(arguments.entry.id)) {
    return fail("--id must be made of small letters, digits and dashes.");
  }
  if (arguments.entry.id.starts_with("mnist") || arguments.entry.id == "letters") {
    return fail("The id {0} is the page's own; give another --id.", in_quotes(arguments.entry.id));
  }
  return arguments;
}

std::expected<ImageSet, Error> load(const Arguments& arguments) {
  auto sources = open_paths(arguments.paths);
  if (!sources) return std::unexpected(sources.error());
  LoadJob job(std::move(*sources), arguments.options);
  job.step({});
  auto loaded = job.take();
  if (!loaded) return std::unexpected(loaded.error());
  if (auto* set = std::get_if<ImageSet>(&*loaded)) return std::move(*set);
  return fail("These are labels without images; give both files.");
}

std::expected<void, Error> write_file(const fs::path& path, std::span<const std::uint8_t> bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return fail("Writing {0} failed; is the disk full?", in_quotes(path.string()));
  return {};
}

std::expected<void, Error> pack(Arguments arguments) {
  const auto set = load(arguments);
  if (!set) return std::unexpected(set.error());
  CatalogueEntry& entry = arguments.entry;
  // Made aside and renamed: a set is there whole or not at all.
  const fs::path partial = arguments.out / (entry.id + ".partial"), folder = arguments.out / entry.id;
  fs::remove_all(partial);
  fs::create_directories(partial);
  const auto add = [&](const std::string& name, const std::vector<std::uint8_t>& bytes) -> std::expected<void, Error> {
    entry.files.push_back({entry.id + "/" + name, bytes.size(), sha256(bytes)});
    entry.bytes += bytes.size();
    return write_file(partial / name, bytes);
  };
  if (auto added = add(entry.id + "-images-idx3-ubyte.gz", gzip(encode_idx_images(*set))); !added) return added;
  if (set->labelled()) {
    if (auto added = add(entry.id + "-labels-idx1-ubyte.gz", gzip(encode_idx_labels(*set))); !added) return added;
  }
  entry.images = set->size();
  entry.class_names = set->class_names;
  entry.split = set->published;
  if (entry.terms.empty()) entry.terms = "Not stated by whoever put this set here";
  const std::string json = write_entry(entry);
  if (auto added =
          write_file(partial / "entry.json", {reinterpret_cast<const std::uint8_t*>(json.data()), json.size()});
      !added) {
    return added;
  }
  fs::remove_all(folder);
  fs::rename(partial, folder);

  std::vector<std::uint32_t> all(set->size());
  std::iota(all.begin(), all.end(), 0u);
  const Sentence classes = plural(static_cast<std::int64_t>(set->class_names.size()), "{0} class", "{0} classes");
  std::printf("%s\n", say("{0}: {1} in {2}, {3}", entry.title, images_text(set->size()), classes, in_bytes(entry.bytes))
                          .english()
                          .c_str());
  for (const Sentence& note : set->notes) std::printf("  %s\n", note.english().c_str());
  const DataStatistics seen = look_at(*set, all);
  for (const Sentence& warning : seen.warnings) std::printf("  %s\n", warning.english().c_str());
  return {};
}

}  // namespace
}  // namespace hourglass

int main(int argc, char** argv) {
  auto arguments = hourglass::parse({argv + 1, argv + argc});
  if (!arguments) {
    std::fprintf(stderr, "%s\n%s", arguments.error().message.english().c_str(), hourglass::kUsage);
    return 2;
  }
  if (auto packed = hourglass::pack(std::move(*arguments)); !packed) {
    std::fprintf(stderr, "%s\n", packed.error().message.english().c_str());
    return 1;
  }
  return 0;
}
