// Lines of a source with marks under them. Inside diag/ only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "source/source_file.hpp"

namespace cqrsc {

// How parts of the text output are set off; each is empty without colour.
struct Palette {
  std::string error, warning, note, help, line, strong, reset;
  static Palette make(bool colour);
};

struct Mark {
  Span span;
  std::string text;
  bool primary = false;
};

// Lays out marked lines of one file: a gutter with line numbers, the lines, carets under what is meant, words beside.
class Excerpt {
 public:
  // `gutter` is the width of the largest line number to be shown.
  Excerpt(const SourceFile& file, const Palette& palette, const std::string& primary_colour, size_t gutter)
      : file_(file), palette_(palette), primary_colour_(primary_colour), gutter_(gutter) {}

  void draw(const std::vector<Mark>& marks, std::string& out) const;
  // The line as it would be with a replacement made, marked with ~.
  // Whether a line can be shown with what is to stand in it.
  [[nodiscard]] bool fits(const Replacement& replacement) const;
  void draw_replaced(const Replacement& replacement, std::string& out) const;

 private:
  struct Placed {
    uint32_t begin = 0;  // columns from 0
    uint32_t end = 0;
    const Mark* mark = nullptr;
  };
  void draw_line(uint32_t line, const std::vector<const Mark*>& marks, std::string& out) const;
  void draw_marks(const std::vector<Placed>& placed, std::string& out) const;
  void draw_hanging(const std::vector<Placed>& placed, std::string& out) const;
  std::string gutter(const std::string& text) const;
  const std::string& colour(const Mark& mark) const { return mark.primary ? primary_colour_ : palette_.line; }

  const SourceFile& file_;
  const Palette& palette_;
  const std::string& primary_colour_;
  size_t gutter_;
};

}  // namespace cqrsc
