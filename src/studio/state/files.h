// Files on their way in: images for the engine to decode, or a model to go on with.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "studio/state/context.h"

namespace hourglass {

/// `name`: the catalogue entry that was awaited (answers that are awaited no more are let go), or empty for files that
/// a person brought. `options`: how to read those; none: as the person has chosen on the sheet of images. `asks`:
/// whether the person is shown what was guessed before the images are used.
void load_files(Context& ui, std::string_view name, std::vector<std::string> file_names, std::vector<Bytes> files);
void load_handles(Context& ui, std::string_view name, std::string_view entry, std::vector<std::string> file_names,
                  std::vector<FileHandle> handles, const DecodeOptions* options = nullptr,
                  command::LoadAsking asks = command::LoadAsking::never);
/// The person's files that are in use, with the choices that they have made since.
void read_again(Context& ui);
/// A model file that a person brought: one of ours becomes the present run; another program's is shown first, on a
/// sheet that says which array is taken for what.
void bring_model(Context& ui, Bytes file);
/// A setting that the other program's file does not say is taken for `value`.
void choose_for_foreign(State& state, std::string_view key, std::string_view value);
/// What that sheet shows becomes the present run, with what the person has chosen on it.
void open_foreign(Context& ui);
/// A model file becomes the present run; the ticket of the request.
Ticket open_model(Context& ui, Bytes file, bool start_model = false);
/// A data set named by the path of a file of this site, as a link names it; a catalogue's ids have no dot and no slash.
bool is_site_path(std::string_view id);
/// Its beginning looks like a safetensors header, or ONNX.
bool looks_like_model(std::span<const std::uint8_t> bytes);

}  // namespace hourglass
