#include "function_scanner.hpp"

#include <gmock/gmock.h>

namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using tidy::FunctionExtent;
using tidy::functions_in;

auto lines_are(std::size_t lines) { return Field(&FunctionExtent::lines, lines); }

TEST(FunctionScanner, measures_from_brace_to_brace) {
  EXPECT_THAT(functions_in("int one() { return 1; }\n\nint two() {\n  return 2;\n}\n"),
              ElementsAre(lines_are(1), lines_are(3)));
}

TEST(FunctionScanner, finds_functions_inside_types_and_namespaces) {
  EXPECT_THAT(functions_in("namespace a {\nclass B {\n  void f() const {\n  }\n};\n}\n"), ElementsAre(lines_are(2)));
}

TEST(FunctionScanner, counts_inner_blocks_and_lambdas_as_parts) {
  EXPECT_THAT(functions_in("void f() {\n  auto g = [](int x) {\n    return x;\n  };\n  if (g(1)) {\n  }\n}\n"),
              ElementsAre(lines_are(7)));
}

TEST(FunctionScanner, is_not_misled_by_braces_in_text) {
  EXPECT_THAT(functions_in("void f() {\n  // }\n  auto s = \"}\"; auto c = '}'; auto r = R\"x(\n})x\";\n}\n"),
              ElementsAre(lines_are(5)));
}

TEST(FunctionScanner, reads_constructors_with_initialisers) {
  EXPECT_THAT(functions_in("X::X(int a) : a_(a), b_(2) {\n  g();\n}\n"), ElementsAre(lines_are(3)));
}

TEST(FunctionScanner, sees_no_function_in_types) {
  EXPECT_THAT(functions_in("template <class T>\nstruct S {\n  int a = 0;\n};\nenum class E { a, b };\n"), IsEmpty());
}

TEST(FunctionScanner, looks_past_preprocessor_lines) {
  EXPECT_THAT(functions_in("#define OPEN {\nvoid f() {\n#if X(\n#endif\n}\n"), ElementsAre(lines_are(4)));
}

}  // namespace
