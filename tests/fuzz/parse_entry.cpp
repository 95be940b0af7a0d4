// Any bytes: reading them ends; what can be read without an error is laid out faithfully.
#include <string>

#include "diag/render.hpp"
#include "entry.hpp"
#include "parse/parse.hpp"
#include "syntax/dump.hpp"
#include "syntax/format.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cqrsc;
  using fuzz::demand;
  SourceMap sources;
  Reporter reporter;
  const SourceFile& source = sources.add("fuzz.cqrs", {reinterpret_cast<const char*>(data), size});
  const syntax::File file = parse(source, reporter);
  demand(!file.incomplete || reporter.has_errors(), "of an incomplete tree something is said");
  for (const Diagnostic& d : reporter.diagnostics()) demand(d.info != &kReaderFailed, "the reader does not fail");
  for (const Format format : {Format::text, Format::json, Format::sarif, Format::github}) {
    render(reporter, sources, {format, true});
  }
  if (reporter.has_errors()) return 0;

  const SourceFile& once = sources.add("once.cqrs", syntax::format(file, source));
  const syntax::File again = parse(once, reporter);
  demand(!reporter.has_errors(), "what was laid out can be read", [&] { return std::string(once.text()); });
  demand(syntax::dump(file) == syntax::dump(again), "laying out does not change what a file says",
         [&] { return std::string(once.text()); });
  demand(file.comments.size() == again.comments.size(), "no comment is lost");
  demand(syntax::format(again, once) == once.text(), "laying out again changes nothing",
         [&] { return std::string(once.text()); });
  return 0;
}
