#include "data/catalogue.h"

#include <limits>
#include <optional>

#include "data/json_member.h"
#include "data/pair.h"
#include "data/sha256.h"
#include "data/text.h"

namespace hourglass {
namespace {

using Json = nlohmann::json;

std::uint64_t number_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::optional<IndexRange> range_at(const Json& split, const char* key) {
  const auto found = split.find(key);
  if (found == split.end()) return IndexRange{};
  if (!found->is_array() || found->size() != 2 || !(*found)[0].is_number_unsigned() ||
      !(*found)[1].is_number_unsigned()) {
    return std::nullopt;
  }
  const auto begin = (*found)[0].get<std::uint64_t>(), end = (*found)[1].get<std::uint64_t>();
  if (begin > end || end > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return IndexRange{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::expected<CatalogueEntry, Error> entry_of(const Json& object) {
  if (!object.is_object()) return fail("The catalogue of images is damaged: an entry is no object.");
  CatalogueEntry entry;
  entry.id = text_at(object, "id");
  entry.title = text_at(object, "title");
  entry.about = text_at(object, "about");
  entry.terms = text_at(object, "terms");
  entry.source = text_at(object, "source");
  entry.attribution = text_at(object, "attribution");
  entry.images = number_at(object, "images");
  const auto complain = [&](Pattern<1> what) {
    return fail(what, entry.id.empty() ? Argument(say("without an id")) : in_quotes(entry.id));
  };
  if (entry.id.empty()) return complain("The catalogue's entry {0} has no id.");
  if (entry.title.empty()) return complain("The catalogue's entry {0} has no title.");
  const auto files = object.find("files");
  if (files == object.end() || !files->is_array() || files->empty())
    return complain("The catalogue's entry {0} names no files.");
  for (const Json& file : *files) {
    if (!file.is_object() || text_at(file, "path").empty())
      return complain("The catalogue's entry {0} names a file without a path.");
    entry.files.push_back({text_at(file, "path"), number_at(file, "bytes"), text_at(file, "sha256")});
    entry.bytes += entry.files.back().bytes;
  }
  if (const auto names = object.find("class_names"); names != object.end()) {
    if (!names->is_array()) return complain("The catalogue's entry {0} has class names that are no list.");
    for (const Json& name : *names) {
      if (!name.is_string()) return complain("The catalogue's entry {0} has a class name that is no text.");
      entry.class_names.push_back(name.get<std::string>());
    }
  }
  if (const auto split = object.find("split"); split != object.end()) {
    if (!split->is_object()) return complain("The catalogue's entry {0} has a split that cannot be read.");
    const auto train = range_at(*split, "train"), validation = range_at(*split, "validation"),
               held_out = range_at(*split, "held_out");
    if (!train || !validation || !held_out)
      return complain("The catalogue's entry {0} has a split that cannot be read.");
    entry.split = {*train, *validation, *held_out};
  }
  return entry;
}

Json json_of(const CatalogueEntry& entry) {
  Json files = Json::array();
  for (const CatalogueFile& file : entry.files) {
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  Json object = {{"id", entry.id},         {"title", entry.title},   {"about", entry.about},
                 {"images", entry.images}, {"bytes", entry.bytes},   {"files", files},
                 {"terms", entry.terms},   {"source", entry.source}, {"class_names", entry.class_names}};
  if (!entry.attribution.empty()) object["attribution"] = entry.attribution;
  if (entry.split.present()) {
    const auto range = [](IndexRange r) { return Json::array({r.begin, r.end}); };
    object["split"] = {{"train", range(entry.split.train)},
                       {"validation", range(entry.split.validation)},
                       {"held_out", range(entry.split.held_out)}};
  }
  return object;
}

}  // namespace

std::expected<std::vector<CatalogueEntry>, Error> parse_catalogue(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("sets") || !json["sets"].is_array()) {
    return fail("The catalogue of images cannot be read: it is no JSON object with a list \"sets\".");
  }
  std::vector<CatalogueEntry> entries;
  for (const Json& object : json["sets"]) {
    auto entry = entry_of(object);
    if (!entry) return std::unexpected(entry.error());
    entries.push_back(std::move(*entry));
  }
  return entries;
}

std::string write_entry(const CatalogueEntry& entry) {
  return json_of(entry).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string write_catalogue(const std::vector<CatalogueEntry>& entries) {
  Json sets = Json::array();
  for (const CatalogueEntry& entry : entries) sets.push_back(json_of(entry));
  return Json{{"sets", sets}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::expected<ImageSet, Error> apply_entry(const CatalogueEntry& entry, ImageSet set) {
  set.name = entry.title;
  if (!entry.class_names.empty()) {
    for (std::size_t i = 0; i < set.labels.size(); ++i) {
      if (set.labels[i] < entry.class_names.size()) continue;
      return fail("{0} has {1}, but image {2} is labelled {3}.", in_quotes(entry.title),
                  plural(static_cast<std::int64_t>(entry.class_names.size()), "{0} class", "{0} classes"), i + 1,
                  set.labels[i]);
    }
    set.class_names = entry.class_names;
  }
  // A sample no longer has the places that the entry's split names; its own split was reduced with it.
  const bool sample = entry.images > 0 && set.size() != entry.images;
  if (entry.split.present() && !sample) {
    for (const IndexRange& range : {entry.split.train, entry.split.validation, entry.split.held_out}) {
      if (range.end <= set.size()) continue;
      return fail("{0} should hold {1} images, but {2} arrived.", in_quotes(entry.title), range.end, set.size());
    }
    set.published = entry.split;
  }
  return set;
}

std::expected<ImageSet, Error> assemble(const CatalogueEntry& entry, std::span<const NamedBytes> files,
                                        const DecodeOptions& options) {
  if (files.size() != entry.files.size()) {
    return fail("{0} has {1}, but {2} arrived.", in_quotes(entry.title), files_text(entry.files.size()), files.size());
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    const CatalogueFile& expected_file = entry.files[i];
    if (expected_file.bytes > 0 && files[i].bytes.size() != expected_file.bytes) {
      return fail("{0} did not arrive whole: {1} of {2} bytes. Try again.", in_quotes(files[i].name),
                  files[i].bytes.size(), expected_file.bytes);
    }
    if (!expected_file.sha256.empty() && sha256(files[i].bytes) != expected_file.sha256) {
      return fail("{0} arrived damaged (its checksum differs). Try again.", in_quotes(files[i].name));
    }
  }
  auto set = decode_files(files, options);
  if (!set) return set;
  return apply_entry(entry, std::move(*set));
}

}  // namespace hourglass
