// Any bytes as a lock file and as a file of samples: they are refused with a place, or what they hold is written and
// read again.
#include <string>

#include "compat/lock.hpp"
#include "diag/render.hpp"
#include "entry.hpp"
#include "interpret/samples.hpp"

namespace {

using namespace cqrsc;
using fuzz::demand;

void read_as_lock(const std::string& text) {
  SourceMap sources;
  Reporter reporter;
  const auto schema = compat::read_lock(sources.add("cqrs.lock", text), reporter);
  demand(schema.has_value() != reporter.has_errors(), "a lock is read, or an error says why not");
  render(reporter, sources, {});
  if (!schema) return;
  const std::string written = compat::write_lock(*schema);
  const auto again = compat::read_lock(sources.add("cqrs.lock", written), reporter);
  demand(again.has_value(), "what was written is read", [&] { return written + render(reporter, sources, {}); });
  demand(compat::write_lock(*again) == written, "a lock has one form", [&] { return written; });
}

void read_as_samples(const std::string& text) {
  const auto file = interpret::read_samples(text);
  if (!file) return;
  const std::string written = interpret::write_samples(*file);
  const auto again = interpret::read_samples(written);
  demand(again.has_value(), "what was written is read", [&] { return written + again.error().text; });
  demand(*again == *file, "they are the same samples", [&] { return written; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_as_lock(text);
  read_as_samples(text);
  return 0;
}
