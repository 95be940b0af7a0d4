# cqrs_embed_text(TARGET SYMBOL FILES …): compiles text files into TARGET as
#   const std::vector<cqrsc::emit::EmbeddedText>& SYMBOL();      in namespace cqrsc::emit, sorted by name
# Run as a script (cmake -P) it writes that source file; so an edited file costs one small compilation.
if(CMAKE_SCRIPT_MODE_FILE)
  file(STRINGS "${LIST}" files)
  set(text "#include \"emit/embedded_text.hpp\"\n\nnamespace cqrsc::emit {\n\n")
  string(APPEND text "const std::vector<EmbeddedText>& ${SYMBOL}() {\n")
  string(APPEND text "  static const std::vector<EmbeddedText> texts = {\n")
  foreach(file IN LISTS files)
    cmake_path(GET file STEM name)
    file(READ "${file}" content)
    string(APPEND text "      {\"${name}\", R\"embedded(${content})embedded\"},\n")
  endforeach()
  string(APPEND text "  };\n  return texts;\n}\n\n}  // namespace cqrsc::emit\n")
  file(WRITE "${OUTPUT}" "${text}")
  return()
endif()

set(CQRS_EMBED_TEXT_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

function(cqrs_embed_text target symbol)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "FILES")
  list(SORT arg_FILES)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp")
  set(list "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.txt")
  list(JOIN arg_FILES "\n" lines)
  file(CONFIGURE OUTPUT "${list}" CONTENT "${lines}\n" @ONLY)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" -DOUTPUT=${output} -DSYMBOL=${symbol} -DLIST=${list} -P "${CQRS_EMBED_TEXT_SCRIPT}"
    DEPENDS ${arg_FILES} "${list}" "${CQRS_EMBED_TEXT_SCRIPT}"
    COMMENT "Embedding ${symbol}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
